"""Looking again: feeds and pages asked politely, new articles recorded, edits and saved searches reported."""
