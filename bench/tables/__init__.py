"""One module for each table of docs/performance.md; each offers `table(scale)`."""
