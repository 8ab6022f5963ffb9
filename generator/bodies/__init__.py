"""The body of a source becomes HTML, whatever it is written in; limits say what no parser is given."""
