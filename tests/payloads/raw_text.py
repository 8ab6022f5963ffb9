"""Elements whose content is text for one parser and markup for another."""

from __future__ import annotations

from tests.payloads.payload import html

HOLDERS = (
    "noscript", "textarea", "title", "xmp", "plaintext", "noembed", "noframes", "iframe", "style", "script", "template",
    "select", "listing", "object", "canvas", "datalist",
)  # fmt: skip

BODIES = [
    *(f"<{tag}><img src=x onerror=alert(1)></{tag}>" for tag in HOLDERS),
    *(f"<{tag}><p title='</{tag}><img src=x onerror=alert(1)>'></{tag}>x" for tag in HOLDERS),
    *(f"<{tag}><!--</{tag}><img src=x onerror=alert(1)>-->" for tag in HOLDERS),
    "<noscript><p title='--><img src=x onerror=alert(1)>'></noscript>",
    "<noscript><style></noscript><img src=x onerror=alert(1)></style></noscript>",
    "<noscript>&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;</noscript>",
    "<img data-src=x><noscript><img src=y onerror=alert(1)></noscript>",
    "<img data-src=x><noscript><img src='y' alt='</noscript><script>alert(1)</script>'></noscript>",
    "<textarea autofocus onfocus=alert(1)>x</textarea>",
    "<textarea>&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>",
    "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>",
    "<xmp>&lt;img src=x onerror=alert(1)&gt;</xmp>",
    "<template><script>alert(1)</script></template><script>alert(1)</script>",
    "<template shadowrootmode=open><script>alert(1)</script></template>",
    "<div><template shadowrootmode=open><img src=x onerror=alert(1)></template></div>",
    "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
    "<select><script>alert(1)</script></select>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<select><keygen><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe srcdoc='&lt;img src=x onerror=parent.alert(1)&gt;'></iframe>",
    "<iframe srcdoc='<script>top.alert(1)</script>' sandbox='allow-scripts allow-same-origin'></iframe>",
    "<iframe src=data:text/html,<script>alert(1)</script>></iframe>",
    "<iframe src=x onload=alert(1)></iframe>",
    "<iframe><img alt='</iframe><img src=x onerror=alert(1)>'>",
    "<plaintext><img src=x onerror=alert(1)>",
    "</plaintext><img src=x onerror=alert(1)>",
    "<listing>&lt;script&gt;alert(1)&lt;/script&gt;</listing>",
    "<pre><code><img src=x onerror=alert(1)></code></pre>",
    "<pre><code>&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt;</code></pre>",
    "<code class='language-\"><img src=x onerror=alert(1)>'>x</code>",
    "<pre lang='\"><script>alert(1)</script>'><code>x</code></pre>",
    "<title>x</title><body onload=alert(1)>",
]

PAYLOADS = html("raw text", BODIES)
