"""The API for other systems: reports in, cases out, with a key. What it promises is in openapi.yml."""
