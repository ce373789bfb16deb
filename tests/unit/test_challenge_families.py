"""Walls of every make are told, in English and Chinese, whatever the status; articles about such walls are none.

The pages have the structure that the makers' pages have (element names, script addresses, short fixed phrases); the rest is ours.
"""

from __future__ import annotations

import pytest

from harvester.challenge import challenge
from harvester.page import Page

URL = "https://www.example.hk/news/123"
CLOUDFLARE, CAPTCHA, DENIED, LOGIN, SERVER = "Cloudflare challenge", "captcha", "access denied", "login wall", "server error"
STYLE = "<style>" + "*{box-sizing:border-box;margin:0}" * 60 + "</style>"


def page(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title><meta name='robots' content='noindex,nofollow'>{head}</head><body>{body}</body></html>"


FAMILIES: dict[str, tuple[str, str]] = {
    # --- Cloudflare, from 2015 to today
    "cloudflare 2016": (
        CLOUDFLARE,
        page("Please wait", "<div class='cf-browser-verification cf-im-under-attack'><noscript><h1>Please turn JavaScript on and reload the page.</h1></noscript>"
             "<div id='cf-content'><h1><span data-translate='checking_browser'>Checking your browser before accessing</span> example.hk.</h1></div>"
             "<form id='challenge-form' action='/cdn-cgi/l/chk_jschl' method='get'><input type='hidden' name='jschl_vc' value='1'></form></div>DDoS protection by Cloudflare Ray ID: 3f"),
    ),
    "cloudflare captcha 2019": (
        CLOUDFLARE,
        page("Attention Required! | Cloudflare", "<div id='cf-wrapper'><h1 data-translate='challenge_headline'>One more step</h1><h2>Please complete the security check to access example.hk</h2>"
             "<form class='challenge-form' id='challenge-form' action='/?__cf_chl_captcha_tk__=a'><div class='h-captcha'></div></form></div>"),
    ),
    "cloudflare managed, the host for a title": (
        CLOUDFLARE,
        page("www.example.hk", "<div class='main-wrapper' role='main'><div class='main-content'><h1 class='zone-name-title h1'>www.example.hk</h1><h2 class='h2' id='challenge-running'>Checking if the site connection is secure</h2>"
             "<noscript><div id='challenge-error-title'>Enable JavaScript and cookies to continue</div></noscript></div></div>"
             "<script>(function(){window._cf_chl_opt={cvId:'3',cZone:'www.example.hk',cType:'managed'};var a=document.createElement('script');a.src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=8';}());</script>", STYLE),
    ),
    "cloudflare rendered, larger than most": (
        CLOUDFLARE,
        page("www.example.hk", "<h1>www.example.hk</h1><p>Verify you are human by completing the action below.</p><div class='cf-turnstile-wrapper'><input type='hidden' name='cf-turnstile-response'></div>"
             "<script>window._cf_chl_opt = {cType: 'interactive', md: '" + "x1.2_" * 9000 + "'};</script>", STYLE),
    ),
    "cloudflare in traditional Chinese": (CLOUDFLARE, page("請稍候...", "<h1>www.example.hk</h1><p>正在驗證您是否是人類。這可能需要幾秒鐘時間。</p><noscript>啟用 JavaScript 和 Cookie 以繼續</noscript>")),
    "cloudflare in simplified Chinese": (CLOUDFLARE, page("请稍候…", "<h1>www.example.hk</h1><p>正在验证您是否是真人。这可能需要几秒钟时间。</p>")),
    "cloudflare in German": (CLOUDFLARE, page("Nur einen Moment…", "<h1>www.example.hk</h1><p>Es wird geprüft, ob Sie ein Mensch sind.</p><script>window._cf_chl_opt={};</script>")),
    "cloudflare 2025": (CLOUDFLARE, page("www.example.hk", "<h1>www.example.hk</h1><h2>Performing security verification</h2><p>This website uses a security service to protect against malicious bots.</p><p>Ray ID: 9a6</p>")),
    "cloudflare turnstile alone": (CAPTCHA, page("Example", "<form method='post'><div class='cf-turnstile' data-sitekey='0x4'></div><button>Go on</button></form><script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>")),
    "cloudflare 1020": (
        DENIED,
        page("Access denied | www.example.hk used Cloudflare to restrict access", "<div id='cf-wrapper'><div id='cf-error-details'><h1><span class='cf-error-type'>Error</span> <span class='cf-error-code'>1020</span></h1><h2 class='cf-subheadline'>Access denied</h2>"
             "<p>What happened? This website is using a security service to protect itself from online attacks.</p></div></div>"),
    ),
    "cloudflare block": (
        DENIED,
        page("Attention Required! | Cloudflare", "<div id='cf-error-details'><h1 data-translate='block_headline'>Sorry, you have been blocked</h1><h2>You are unable to access example.hk</h2><p>Why have I been blocked? The action you just performed triggered the security solution.</p></div>"),
    ),
    "cloudflare 1015": ("too many requests", page("Access denied | www.example.hk used Cloudflare to restrict access", "<div id='cf-error-details'><h1>Error 1015</h1><h2>You are being rate limited</h2><p>The owner of this website has banned you temporarily from accessing this website.</p></div>")),
    "cloudflare 1009": (DENIED, page("Access denied | www.example.hk used Cloudflare to restrict access", "<div id='cf-error-details'><h1>Error 1009</h1><h2>Access denied</h2><p>The owner has banned the country or region your IP address is in.</p></div>")),
    "cloudflare 522": (SERVER, page("www.example.hk | 522: Connection timed out", "<div id='cf-error-details'><h1>Connection timed out <span class='code-label'>Error code 522</span></h1><p>The initial connection between the network and the origin web server timed out.</p></div>")),
    "cloudflare 521": (SERVER, page("www.example.hk | 521: Web server is down", "<div id='cf-error-details'><h1>Web server is down</h1></div>")),
    "cloudflare 1016": (SERVER, page("Origin DNS error | www.example.hk | Cloudflare", "<div id='cf-error-details'><h1>Error 1016</h1><h2>Origin DNS error</h2></div>")),
    # --- Imperva
    "incapsula frame": (
        DENIED,
        '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"><meta name="format-detection" content="telephone=no"><script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script></head>'
        '<body style="margin:0px;height:100%"><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=23&xinfo=1" frameborder=0 width="100%" height="100%">Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>',
    ),
    "imperva distil": (CAPTCHA, page("Pardon Our Interruption", "<div class='container'><h1>Pardon Our Interruption...</h1><p>Something about your browser made us think you were a bot.</p><ul><li>You are a power user moving through this website with super-human speed.</li></ul><div id='distilIdentificationBlock'></div></div>")),
    "imperva reese84": ("empty without JavaScript", "<html><head><noscript><title>Pardon</title></noscript><meta http-equiv='cache-control' content='no-store'><script>window.onProtectionInitialized = function(p){}</script><script src='/Lords-of-the-wall?d=www.example.hk' defer></script></head><body></body></html>"),
    "imperva error": (DENIED, page("Example", "<iframe src='/_Incapsula_Resource?x=1'></iframe><h1>Access Denied</h1><h2>Error 15</h2><p>This request was blocked by our security service. Powered by Imperva</p>")),
    # --- DataDome
    "datadome": (
        CAPTCHA,
        "<html lang='en'><head><title>example.hk</title><style>#cmsg{animation: A 1.5s;}</style></head><body style='margin:0'><p id='cmsg'>Please enable JS and disable any ad blocker</p>"
        "<script data-cfasync='false'>var dd={'rt':'c','cid':'AHr','hsh':'1','t':'bv','host':'geo.captcha-delivery.com','cookie':'x'}</script><script data-cfasync='false' src='https://ct.captcha-delivery.com/c.js'></script></body></html>",
    ),
    # --- Akamai
    "akamai": (DENIED, "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n \nYou don't have permission to access \"http&#58;&#47;&#47;www&#46;example&#46;hk&#47;news\" on this server.<P>\nReference&#32;&#35;18&#46;5c2d&#46;1700000000&#46;1a\n</BODY>\n</HTML>"),
    "akamai without a title": (DENIED, "<html><body><p>You don't have permission to access this on this server.</p><p>Reference #18.5c2d1702.1700000000.1a2b</p><p>https://errors.edgesuite.net/18.5c2d1702</p></body></html>"),
    "akamai behavioral": (CAPTCHA, page("Challenge Validation", "<div id='sec-if-cpt-container' class='crypto' role='main'><iframe id='sec-cpt-if' provider='crypto' src='/_sec/cp_challenge/crypto_message-4-3.htm'></iframe></div>")),
    "akamai interstitial": (CAPTCHA, "<!DOCTYPE html><html><head><meta http-equiv='refresh' content=\"5; URL='/news/123?bm-verify=AAQAAAAJ'\" /></head><body><script>var i = 17; function triggerInterstitialChallenge(){}</script></body></html>"),
    # --- Sucuri
    "sucuri block": (DENIED, page("Sucuri WebSite Firewall - Access Denied", "<div id='main-container'><h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner, please whitelist your IP.</p><table><tr><td>Your IP:</td><td>1.2.3.4</td></tr></table></div>")),
    "sucuri script": (CAPTCHA, "<html><title>You are being redirected...</title><noscript>Javascript is required. Please enable javascript before you are allowed to see this page.</noscript><script>var s={},u,c,U,r,i,l=0,a,e=eval,w=String.fromCharCode,sucuri_cloudproxy_js='',S='cz0';</script></html>"),
    # --- AWS
    "aws challenge": (CAPTCHA, "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title></title><script>window.awsWafCookieDomainList = [];window.gokuProps = {'key':'AQ','iv':'A','context':'x'};</script><script src='https://a1.edge.sdk.awswaf.com/a1/challenge.js'></script></head>"
                      "<body><div id='challenge-container'></div><noscript><h1>JavaScript is disabled</h1>In order to continue, we need to verify that you're not a robot.</noscript></body></html>"),
    "aws captcha": (CAPTCHA, page("Human Verification", "<div id='captcha-container'></div><script src='https://a1.edge.captcha-sdk.awswaf.com/a1/captcha.js'></script><noscript>JavaScript is disabled</noscript>")),
    "cloudfront": (DENIED, page("ERROR: The request could not be satisfied", "<H1>403 ERROR</H1><H2>The request could not be satisfied.</H2><HR>Request blocked.<PRE>Generated by cloudfront (CloudFront)</PRE>")),
    # --- PerimeterX / HUMAN
    "perimeterx": (DENIED, page("Access to this page has been denied", "<section class='container'><div class='page-title-wrapper'><h1>Please verify you are a human</h1></div><p>Access to this page has been denied because we believe you are using automation tools to browse the website.</p><div id='px-captcha'></div></section><script>window._pxAppId='PXabc';</script>")),
    "perimeterx press and hold": (CAPTCHA, page("Example News", "<div class='px-captcha-container'><div id='px-captcha-modal'></div><div class='px-captcha-header'>Before we continue...</div><div class='px-captcha-message'>Press &amp; Hold to confirm you are a human (and not a bot).</div>Reference ID 1-2</div>")),
    "perimeterx of a paper": (CAPTCHA, page("Example - Are you a robot?", "<section class='box'><h2 class='main__heading'>We've detected unusual activity from your computer network</h2><p class='continue'>To continue, please click the box below to let us know you're not a robot.</p><div id='px-captcha'></div></section>")),
    # --- Radware
    "radware": (CAPTCHA, page("Radware Captcha Page", "<div class='captcha-mid'><h3>We apologize for the inconvenience...</h3><p>...but your activity and behavior on this site made us think that you are a bot.</p><h4>Please solve this CAPTCHA to request unblock to the website</h4></div><script src='https://validate.perfdrive.com/fb803c746e9148689b3984a31fccd902/ssa.js'></script>")),
    "radware bot manager": (CAPTCHA, page("Bot Manager Captcha", "<div id='bot-detected'><p>Please solve the puzzle to go on.</p></div><script src='https://cdn.perfdrive.com/aperture/aperture.js'></script>")),
    # --- F5, Fortinet, others at the border
    "f5": (DENIED, "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 123456<br><br><a href='javascript:history.back();'>[Go Back]</a></body></html>"),
    "f5 script": ("empty without JavaScript", "<html><head><script type='text/javascript' src='/TSPD/0815?type=8'></script><noscript>Please enable JavaScript to view the page content.<br/>Your support ID is: 123.</noscript></head><body></body></html>"),
    "fortiweb": (DENIED, page("Web Page Blocked!", "<table><tr><td>Web Page Blocked!</td></tr><tr><td>The page cannot be displayed. Please contact the administrator for additional information.<p>URL: www.example.hk</p><p>Attack ID: 20000008</p><p>Message ID: 1</p></td></tr></table>")),
    "wordfence": (DENIED, page("Your access to this site has been limited", "<h1>Your access to this site has been limited by the site owner</h1><p>Block Technical Data: Advanced blocking in effect.</p><p>Generated by Wordfence</p>")),
    "siteground": (CAPTCHA, "<html><head><link rel='icon' href='data:;'><meta http-equiv='refresh' content='0;/.well-known/sgcaptcha/?r=%2Fnews&y=ipc:1.2.3.4:1'></head></html>"),
    "siteground screen": (CAPTCHA, page("Robot Challenge Screen", "<h1>Checking the site connection security</h1><p>www.example.hk</p>")),
    "vercel": (CAPTCHA, page("Vercel Security Checkpoint", "<div id='root'><p id='header-text'>We're verifying your browser</p><p id='footer-text'>Vercel Security Checkpoint | hkg1::1</p></div>")),
    "anubis": (CAPTCHA, page("Making sure you&#39;re not a bot!", "<main><h1 id='title'>Making sure you&#39;re not a bot!</h1><p id='status'>Loading...</p><details><summary>Why am I seeing this?</summary><p>The administrator has set up a proof of work against scraping.</p></details></main><script id='anubis_challenge' type='application/json'>{}</script>")),
    "litespeed": (CAPTCHA, page("reCAPTCHA Verification", "<h3>reCAPTCHA Verification</h3><p>Please verify that you are not a robot.</p><form id='lsrecaptcha-form' action='/.lsrecap/recaptcha?'></form>")),
    "imunify360": (CLOUDFLARE, page("One moment, please...", "<h1>Please wait while your request is being verified...</h1><form id='wsidchk-form' action='/z0f76a1d14fd21a8fb5fd0d03e0fdc3d3cedae52f'></form>")),
    "ddos-guard": (CLOUDFLARE, page("DDOS-GUARD", "<h1 id='title'>Checking your browser before accessing www.example.hk</h1><script src='/.well-known/ddos-guard/check'></script>")),
    "fastly": (CAPTCHA, page("Client Challenge", "<noscript>JavaScript is disabled in your browser.</noscript><div id='loading-error'>A required part of this site couldn’t load. This may be due to a browser extension.</div>")),
    "kasada": ("empty without JavaScript", "<html><head></head><body><script>window.KPSDK={};KPSDK.now=Date.now;</script><script src='/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39-8ed7-437e-a3be-862e0f06eea3/ips.js?x=1'></script></body></html>"),
    "google": (CAPTCHA, page("https://www.example.hk/news", "<form id='captcha-form' action='index' method='post'><div id='recaptcha' class='g-recaptcha' data-sitekey='6L'></div></form><div><b>About this page</b><br>Our systems have detected unusual traffic from your computer network.</div>")),
    "plain recaptcha": (CAPTCHA, page("Example", "<p>To go on, tick the box.</p><form method='post'><div class='g-recaptcha' data-sitekey='6L'></div><input type='submit'></form><script src='https://www.google.com/recaptcha/api.js'></script>")),
    "plain picture": (CAPTCHA, page("Example", "<form action='/verify' method='post'><p>Enter the characters you see below</p><p>Sorry, we just need to make sure you're not a robot.</p><img src='/captcha/a.jpg'><input name='answer'></form>")),
    "geetest": (CAPTCHA, page("驗證", "<div id='captcha'></div><p>請按順序點擊圖中的字</p><script src='https://static.geetest.com/v4/gt4.js'></script>")),
    # --- Chinese makers
    "aliyun block": (DENIED, "<!doctypehtml><html lang='zh-cn'><head><meta charset='utf-8'><title>405</title></head><body><div class='main'><div id='block_image'></div><div id='block_message'>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</div><div id='block_traceid'>您的请求ID是: 7b</div></div><script src='https://errors.aliyun.com/error.js'></script></body></html>"),
    "aliyun script": (CAPTCHA, "<html><script>var arg1='5A8';var _0x4818=['a'];function setCookie(name,value){document.cookie=name+'='+value;}function reload(x){setCookie('acw_sc__v2',x);document.location.reload();}</script></html>"),
    "aliyun slider": (CAPTCHA, page("滑动验证页面", "<div class='wrapper'><h1>访问验证</h1><p>别离开，为了更好的访问体验，请进行验证，通过后即可继续访问网页</p><div id='captcha-element'></div></div><script src='//g.alicdn.com/captcha-frontend/aliyunCaptcha/1/AliyunCaptcha.js'></script>", "<meta name='aliyun_waf_aa' content='1'>")),
    "aliyun punish": (CAPTCHA, page("验证码拦截", "<div id='nocaptcha'></div><script>window._config_={action:'captcha',url:'/_____tmd_____/punish?x5secdata=a'}</script>")),
    "tencent block": (DENIED, page("腾讯T-Sec Web应用防火墙(WAF)", "<div class='text'><p>很抱歉，您提交的请求可能对网站造成威胁，请求已被管理员设置的策略阻断</p><p>请求的UUID是：a-1</p></div>")),
    "tencent edgeone": (DENIED, page("Restricted Access", "<h1>Restricted Access</h1><p>Your request has been blocked by the site owner's protection rules.</p><p>Request ID: 1 · EdgeOne</p>")),
    "tencent captcha": (CAPTCHA, page("安全验证", "<p>请完成安全验证后继续</p><script src='https://turing.captcha.qcloud.com/TCaptcha.js'></script>")),
    "tencent weixin": (CAPTCHA, page("", "<div class='weui-msg'><h2 class='weui-msg__title'>环境异常</h2><p class='weui-msg__desc'>当前环境异常，完成验证后即可继续访问。</p><a class='weui-btn'>去验证</a></div>")),
    "knownsec": (DENIED, page("创宇盾", "<h1>当前访问疑似黑客攻击，已被创宇盾拦截</h1><p>如果您是网站管理员，请登录知道创宇云安全查看详情</p>")),
    "jiasule": ("empty without JavaScript", "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_clearance')+'=1|1';location.href=location.pathname+location.search</script>"),
    "safedog": (DENIED, page("网站防火墙", "<div class='content'><h2>您的请求带有不合法的参数，已被网站管理员设置拦截！</h2><p>可能原因：您提交的内容包含危险的攻击请求</p></div>")),
    "baota": (DENIED, page("宝塔网站防火墙", "<h3>您的请求带有不合法参数，已被网站管理员设置拦截！</h3><p>如何解决：检查提交内容；联系网站管理员</p>")),
    "safeline": (DENIED, page("访问已被拦截", "<h1>403</h1><p>当前请求存在威胁，已被拦截</p><p>安全检测能力由 长亭雷池 WAF 驱动</p>")),
    "safeline check": (CAPTCHA, page("Protected By SafeLine WAF", "<div id='slg-box'>正在检查您的浏览器环境</div><noscript>请启用 JavaScript</noscript>")),
    "huawei": (DENIED, page("访问被拦截！", "<h1>您的请求疑似攻击行为！</h1><p>事件ID：02-0000</p><p>如果您是站长，可以前往WAF控制台进行误报屏蔽设置。</p>")),
    "yundun of a paper": (DENIED, page("403", "<h1>403</h1><p>您的访问请求已被防火墙阻断，请联系网站管理员。</p>")),
    "baidu": (CAPTCHA, page("百度安全验证", "<div class='timeout'>网络不给力，请稍后重试</div><script src='https://wappass.baidu.com/static/captcha/tuxing.html'></script>")),
    # --- Traditional Chinese
    "traditional, a robot?": (CAPTCHA, page("人機驗證", "<h1>請證明您不是機器人</h1><p>完成驗證後會自動返回。</p>")),
    "traditional, in the body alone": (CAPTCHA, page("範例新聞", "<h1>請完成安全驗證以繼續瀏覽</h1><p>我們偵測到異常流量，請勾選下方方格。</p><form><input type='checkbox'> 我不是機器人</form>")),
    "traditional, denied": (DENIED, page("存取被拒", "<h1>存取被拒</h1><p>您的請求已被伺服器封鎖，請聯絡網站管理員。</p>")),
    "traditional, blocked region": (DENIED, page("範例新聞", "<h1>您所在的地區無法瀏覽此網站</h1>")),
    "traditional, too many": ("too many requests", page("請求過於頻繁", "<h1>請求過於頻繁</h1><p>請稍後再試。</p>")),
    "too many": ("too many requests", page("429 Too Many Requests", "<h1>Too Many Requests</h1>")),
    # --- login walls
    "login, English": (LOGIN, page("Example News", "<h1>Sign in to continue reading</h1><form action='/account/login' method='post'><input type='email' name='u'><input type='password' name='p'></form><a>Create an account</a>")),
    "login, subscribers": (LOGIN, page("Subscribe to continue reading", "<h1>Subscribe to continue reading</h1><p>Already a subscriber? Log in</p>")),
    "login, Chinese": (LOGIN, page("會員登入 | 範例日報", "<form method='post'><label>電郵</label><input name='u'><label>密碼</label><input type='password' name='p'><button>登入</button></form>")),
    "login, Chinese body": (LOGIN, page("範例日報", "<h2>請登入以繼續閱讀</h2><p>本文只供訂戶閱覽，立即訂閱或登入會員帳戶。</p>")),
    "login, simplified": (LOGIN, page("用户登录", "<form><input name='u'><input type='password'></form><p>登录后可查看全文</p>")),
}  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_walls_are_told(name: str) -> None:
    reason, source = FAMILIES[name]
    assert challenge(Page(URL, source.encode())) == reason


@pytest.mark.parametrize("name", [name for name, (reason, _) in FAMILIES.items() if reason in (CLOUDFLARE, CAPTCHA)])
def test_a_wall_under_an_error_status_is_still_told_by_name(name: str) -> None:
    """403 and 503 are what most walls answer; "captcha" tells an operator more than "access denied"."""
    reason, source = FAMILIES[name]
    assert challenge(Page(URL, source.encode()), 403) == reason
    assert challenge(Page(URL, source.encode()), 503) == reason


ARTICLES = {
    "about Cloudflare": page(
        "Cloudflare outage takes Hong Kong news sites offline for an hour - Example News",
        "<article><h1>Cloudflare outage takes Hong Kong news sites offline for an hour</h1>"
        "<p>Readers of a dozen sites saw an error page in place of the news on Tuesday evening, after a change at Cloudflare went wrong.</p>"
        "<p>Pages said “Just a moment...” or “Error 1020”, and others asked visitors to verify that they are human.</p>"
        "<p>The company said its engineers had undone the change within the hour, and that no attack was behind it. It promised a report on Thursday.</p></article>"
        "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script><script>window.__CF$cv$params={r:'9a',t:'MTc2'};</script>",
    ),
    "about captchas": page(
        "Captchas are harder for people than for machines, study finds | Example News",
        "<article><h1>Captchas are harder for people than for machines, study finds</h1><p>Picking traffic lights out of a grid takes a person ten seconds and a program one, researchers at a Hong Kong university have measured.</p>"
        "<p>“Please verify you are a human” is a sentence that a third of the testers had come to dread, their paper says; the machines did not mind.</p>"
        "<p>The team wants sites to drop the puzzles and look at how a page is used instead.</p></article><form><div class='g-recaptcha'></div></form>",
    ),
    "about captchas, in Chinese": page(
        "驗證碼太難　長者買票受阻 | 範例新聞",
        "<h1>驗證碼太難　長者買票受阻</h1><p>有長者投訴網上購票要完成安全驗證，每次要在九張圖中選出交通燈，試了十多次仍被告知「請證明您不是機器人」。</p>"
        "<p>主辦方回應稱，下月起可改用電話驗證，現場亦會預留一成門票，毋須上網。</p><p>消費者委員會認為網站應提供聲音或短訊等其他方法。</p>",
    ),
    "about a firewall": page(
        "訪問被拒絕：政府網站防火牆誤封市民",
        "<h1>訪問被拒絕：政府網站防火牆誤封市民</h1><p>數碼政策辦公室承認上周更新的防火牆規則過嚴，約二千名市民查閱規劃圖則時看到「存取被拒」的訊息。</p><p>規則已經還原，當局會檢討更新前的測試程序，並向受影響的申請人延長限期兩星期。</p>",
    ),
    "short, with a comment form and a captcha": page(
        "Pier closes for a week - Example News",
        "<article><h1>Pier closes for a week</h1><p>The pier at the end of the promenade closes on Monday for seven days while divers change its fenders, the Marine Department said. Ferries leave from the next berth.</p></article>"
        "<form id='commentform' action='/wp-comments-post.php'><textarea></textarea><div class='h-captcha' data-sitekey='a'></div></form><script src='https://js.hcaptcha.com/1/api.js'></script>",
    ),
    "short, with turnstile in its newsletter box": page(
        "新泊位啟用 | 範例新聞",
        "<h1>新泊位啟用</h1><p>新泊位今早啟用，首班船載走四十二名乘客，比原定時間早了五分鐘。運輸署說舊泊位會改為維修船的停靠處，工程需時三個月，期間渡輪班次不變，輪候通道亦會加裝上蓋。</p>"
        "<form action='/subscribe'><input type='email'><div class='cf-turnstile'></div></form><script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>",
    ),
    "with a sign-in form in its header": page(
        "Library opens at night - Example News",
        "<header><form action='/login'><input name='u'><input type='password' name='p'></form></header><h1>Library opens at night</h1><p>The old market hall that became a library in spring will keep its doors open until midnight from next month, its board decided on Friday.</p>"
        "<p>Two readers in three had asked for it, and the cost is small: the lights were on anyway for the cleaners.</p>",
    ),
    "behind a soft wall, its opening told": page(
        "Ferry fares to rise - Example News",
        "<h1>Ferry fares to rise</h1><p>Fares on the harbor's two oldest lines go up by a tenth in January, the operator told passengers in a notice pinned to its turnstiles on Sunday night.</p><p>It is the first rise in six years, and wages have grown by a quarter since.</p>"
        "<div class='paywall'><h2>Subscribe to continue reading</h2><p>Already a subscriber? Sign in.</p></div>",
    ),
    "short, guarded, signed": page(
        "Pier closes - Example News",
        "<h1>Pier closes</h1><p>The pier closes on Monday for a week.</p><div id='px-captcha' style='display:none'></div>"
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2025-11-26\"}</script>",
    ),
    "a gallery of few words, guarded by a script": page("Photos: the pier at dusk", "<h1>Photos: the pier at dusk</h1><p>Seven pictures of an evening on the water, by our readers, with the ferries coming in.</p><script>var dd={'host':'geo.captcha-delivery.com'};" + "var a=1;" * 6000 + "</script>"),
    "about a robot": page("Are robots taking over the kitchens? - Example News", "<h1>Are robots taking over the kitchens?</h1><p>A noodle shop in Mong Kok has let a machine stir its woks since June, and its owner says that nobody has asked for the cook back.</p><p>He pays a tenth of a cook's wage for it.</p>"),
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_are_let_through(name: str) -> None:
    assert challenge(Page(URL, ARTICLES[name].encode())) is None
