"""The preview of `pressmark serve`: a local web server that rebuilds the site and reloads its pages at each change."""
