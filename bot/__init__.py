"""惠农问答 (Huinong): answers policy questions from cited official documents."""
