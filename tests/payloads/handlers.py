"""Script elements, event handlers and style sheets in all the ways of writing them."""

from __future__ import annotations

from tests.payloads.payload import html

SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<ScRiPt\n>alert(1)</sCrIpT\t>",
    "<script/x>alert(1)</script/y>",
    "<script/>alert(1)</script>",
    "<script type=module>alert(1)</script>",
    "<script type=text/javascript;charset=utf-8>alert(1)</script>",
    "<script language=javascript>confirm(1)</script>",
    "<script async defer>prompt(1)</script>",
    "<script nonce=abc>print()</script>",
    "<script>alert(1)",
    "<script>alert(1)//",
    "<script>alert(1)</script",
    "<script>\n<!-- alert(1)\n</script>",
    "<script><!--\nalert(1)\n//--></script>",
    "<script>/*<script>*/alert(1)/*</script>*/</script>",
    "<script>'<!--<script>';alert(1)</script></script>",
    "<scr<script>ipt>alert(1)</script>",
    "<scr<!-- -->ipt>alert(1)</scr<!-- -->ipt><script>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<p><script>alert(1)</script></p>",
    "<table><script>alert(1)</script></table>",
    "<ul><li><script>alert(1)</ul>",
    "<script src=data:text/javascript,alert(1)></script>",
    "<script src='data:text/javascript;base64,YWxlcnQoMSk='></script>",
    "<script src=/payload.js></script>",
    "<script src=payload.js async></script>",
    "<script type=module>import('data:text/javascript,alert(1)')</script>",
    '<script type=importmap>{"imports": {"a": "data:text/javascript,alert(1)"}}</script>'
    "<script type=module>import 'a'</script>",
    '<script type="speculationrules">{"prefetch": [{"urls": ["/x"]}]}</script>',
    "<script>open('https://attacker.example/')</script>",
    "<script>eval('1')</script>",
    "<script>setTimeout('alert(1)')</script>",
    "<script>document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')</script>",
    "<noscript></noscript><script>alert(1)</script>",
    "<script>alert(1)</script><!-- more --><script>alert(2)</script>",
]

FIRED = (
    "abort afterprint animationend auxclick beforeinput beforetoggle blur cancel canplay change click contextmenu copy "
    "cut dblclick drag dragstart drop error focus focusin fullscreenchange input invalid keydown keyup load loadstart "
    "message mousedown mouseenter mousemove mouseover mouseup paste pointerdown pointermove pointerover reset resize "
    "scroll scrollend select submit toggle touchstart transitionend unhandledrejection wheel"
).split()
CARRIERS = ("p", "a href=#", "img src=x", "div tabindex=1", "video", "td", "custom-element", "details open", "input")

HANDLERS = [
    *(f"<{CARRIERS[number % len(CARRIERS)]} on{name}=alert(1)>x" for number, name in enumerate(FIRED)),
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img src=x oNeRrOr=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img src=x onerror\x0c=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror='alert(1)'title=x>",
    "<img src='x'onerror=alert(1)>",
    '<img src="x"onerror="alert(1)"',
    "<img src=x onerror=alert&lpar;1&rpar;>",
    "<img src=x onerror=&#97;&#108;&#101;&#114;&#116;(1)>",
    "<img src=x onerror=&#x61lert(1)>",
    "<img src=x onerror=alert`1`>",
    "<img src=x onerror=top['al'+'ert'](1)>",
    "<img src=x onerror=javascript:alert(1)>",
    "<img src=x a='>' onerror=alert(1)>",
    '<img src=x a="\'>" onerror=alert(1)>',
    "<img src=x =onerror=alert(1) onerror=alert(1)>",
    "<img src=x onerror=alert(1) onerror=x>",
    "<img src=x onerror=x onload=alert(1) srcset=x>",
    '<img """><img src=x onerror=alert(1)>">',
    "<img src=x alt=`onerror=alert(1)` onerror=alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1) hidden>",
    "<body onload=alert(1)>",
    "<body onpageshow=alert(1)>x",
    "<html onclick=alert(1)><body>x",
    "<p onclick=alert(1) onclick=x>y</p>",
    "<p onclick=alert(1)<p>y</p>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1) src=x></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<picture><source srcset=x><img onerror=alert(1) src=x></picture>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p contenteditable autofocus onfocus=alert(1)>x</p>",
    "<style>@keyframes x{}</style><p style=animation-name:x onanimationstart=alert(1)>x</p>",
    "<p is=x-y onclick=alert(1)>x</p>",
    "<p ONCLICK =  'alert(1)' OnClick>x</p>",
]

STYLES = [
    "<style>p{width:expression(alert(1))}</style><p>x",
    "<p style='width:expression(alert(1))'>x</p>",
    "<p style='width:exp/**/ression(alert(1))'>x</p>",
    r"<p style='width:\65xpression(alert(1))'>x</p>",
    "<p style='-moz-binding:url(data:text/xml,x)'>x</p>",
    "<p style='behavior:url(x.htc)'>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='background:url(https://attacker.example/a)'>x</p>",
    "<p style='position:fixed;inset:0;z-index:9'>x</p>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<style>@import url(https://attacker.example/a.css);</style>",
    "<style>@font-face{font-family:a;src:url(https://attacker.example/a)}p{font-family:a}</style><p>x",
    "<style>body{display:none}</style>",
    "<style>.masthead::after{content:url(https://attacker.example/a)}</style>",
    "<style></style><img src=x onerror=alert(1)></style>",
    "<style><img title='</style><img src=x onerror=alert(1)>'>",
    "<style type=text/javascript>alert(1)</style>",
    "<style>*{x:y}</style ><script>alert(1)</script>",
    "<style><!--</style><script>alert(1)</script>--></style>",
    "<link rel=stylesheet href='data:text/css,body{display:none}'>",
    "<link rel=stylesheet href=https://attacker.example/a.css>",
    "<font style=x:expression(alert(1)) color=red>x</font>",
    "<p style=\"x:'</p><img src=x onerror=alert(1)>'\">x",
    "<p style=x onclick=alert(1) class='masthead skip'>x</p>",
]

PAYLOADS = (*html("script", SCRIPTS), *html("handler", HANDLERS), *html("style", STYLES))
