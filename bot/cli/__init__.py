"""The `huinong` command, a module per group of commands."""
