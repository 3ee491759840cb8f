"""Knows what stands around the content of a newsletter in many languages: viewing, subscribing, sharing, who sends it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from backissue.text.links import site_of

# A line that begins so is about the mail or the page itself. Long lines are read: only their beginning counts.
_LINES = re.compile(
    r"""(?ix) ^[\W_]* (?:
    (?:view|read|open|see|click\ here\ to\ (?:view|read)) (?:\ (?:this|it|the|full|our))* (?:\ (?:e-?mail|newsletter|issue|campaign|post|message|edition|version))?
        \ (?:(?:online|on\ (?:the\ )?(?:web(?:site)?|blog))\b | in\ (?:your\ |a\ |the\ )?(?:web\ ?)?(?:browser|app)\b)
    | (?:email\ not\ displaying|(?:having\ )?trouble\ (?:viewing|reading)|(?:problems?|can['’]t)\ (?:viewing|view|reading|see(?:ing)?)\ (?:this|the)|is\ this\ email\ not)
    | (?:web|online|browser)\ version\b
    | (?:click\ (?:here\ )?to\ )?un-?subscribe\b | opt[- ]out\b | (?:update|manage|change|edit)\ (?:your|my|subscription|email|profile)\b.{0,30}(?:preferences|settings|profile|subscription|address|notifications)
    | (?:e-?mail\ |subscription\ |manage\ |notification\ )?preferences$ | (?:manage|update)\ (?:subscription|preferences|profile)s?\b
    | you(?:['’]re|\ are|\ have)?\ (?:currently\ )?(?:receiv|reading\ this\ because|subscribed|getting\ this|signed\ up|opted)
    | (?:this\ (?:e-?mail|newsletter|message)\ (?:was|is|has\ been)\ (?:sent|intended|delivered))
    | (?:sent|delivered|mailed)\ (?:to|with|by|via|from)\ (?:\S+@|\*\||you\b|mailchimp|convertkit|kit\b|buttondown|tinyletter|revue|beehiiv|substack|campaign\ monitor)
    | (?:our|my)\ (?:mailing|postal)\ address | copyright\b | © | \(c\)\ ?\d{4} | all\ rights\ reserved
    | (?:powered|published|made|built|hosted|generated|designed|brought\ to\ you)\ (?:by|with|using|via)\ (?:substack|ghost|beehiiv|mailchimp|buttondown|convertkit|kit\b|revue|tinyletter|curated|hugo|jekyll|pelican|hexo|wordpress|gatsby|eleventy|github\ pages|medium|sendy|mailerlite)
    | (?:subscribe|sign\ ?up|join)(?:\ (?:now|here|today|free|for\ free|to\ .{1,60}|via\ .{1,30}|by\ .{1,30}|for\ .{1,40}|with\ .{1,30}))?[!.]?$
    | (?:sign|log)\ ?(?:in|out|up)$ | log\ ?in\ or\ subscribe | already\ (?:a\ subscriber|subscribed|have\ an\ account)
    | (?:forward|send|share)\ (?:this|it|the)\ (?:e-?mail|newsletter|issue|post|edition|page|article)?\s*(?:to|with|on)?\b.{0,40}$ | forward\ to\ (?:a\ )?friend
    | (?:share|tweet|like|pin|forward|reply|comment|save|print|restack|upvote|follow(?:\ us)?(?:\ on)?|connect(?:\ with\ us)?|share\ on)(?:\ (?:this|on|via|to)\b.{0,30})?$
    | follow\ (?:us|me|@\w+)\b.{0,40}$
    | (?:was\ this|if\ (?:this|you\ were)).{0,30}forwarded | forwarded\ this | did\ (?:someone|a\ friend)\ forward
    | (?:leave|write|add|post|view|read|see|show|load)\ (?:a\ |all\ |\d+\ |more\ )?comments?\b | (?:\d+\ )?(?:comments?|likes?|replies|restacks|responses)$ | discussion\ about\ this
    | (?:privacy|cookie)\ (?:policy|notice|statement|settings) | privacy$ | terms(?:\ (?:of\ (?:service|use)|&\ conditions|and\ conditions))?$ | collection\ notice
    | (?:we|this\ (?:web)?site)\ uses?\ cookies | accept\ (?:all\ )?cookies | (?:accept|decline|got\ it|dismiss|close)$
    | skip\ to\ (?:main\ )?content | toggle\ (?:navigation|menu|dark|theme) | (?:main\ )?menu$ | back\ to\ (?:top|home|archive)
    | (?:previous|next|older|newer|prev)(?:\ (?:issues?|posts?|articles?|editions?|page))?$ | (?:past|previous|all|browse|more)\ (?:issues|posts|editions|newsletters)$ | archives?$
    | (?:keep\ reading|read\ next|related\ (?:posts|articles|issues)|recommended\ (?:posts|for\ you)|you\ (?:might|may)\ also\ (?:like|enjoy)|more\ from\ )$
    | ready\ for\ more | start\ (?:your\ substack|writing) | get\ the\ app$ | don['’]t\ miss\ what['’]s\ next | upgrade\ to\ paid | thanks\ for\ (?:reading|subscribing)\b.{0,80}(?:subscribe|free|support)
    | add\ (?:us|me|\S+@\S+)\ to\ your\ (?:address|contacts) | no\ longer\ (?:want|wish) | don['’]t\ want\ (?:to\ receive|these) | want\ to\ (?:change|stop|unsubscribe|advertise)
    | translate$ | rss(?:\ feed)?$ | home$ | advertise(?:\ with\ us)?$ | report\ (?:abuse|this)
    # German, French, Spanish, Italian, Portuguese, Dutch
    | (?:im|in\ deinem|in\ ihrem)\ browser\ (?:ansehen|anzeigen|öffnen|lesen) | (?:web|online)-?(?:version|ansicht)\b | (?:newsletter|e-?mail|ausgabe)\ (?:im\ browser|online)\ | wird\ (?:diese|dieser).{0,40}nicht\ (?:richtig|korrekt)
    | (?:vom\ newsletter\ |newsletter\ |jetzt\ )?(?:ab|an)(?:melden|bestellen)\b | abonnieren$ | (?:du|sie)\ (?:erhältst|erhalten|bekommst|bekommen)\ diese | diese\ e-?mail\ (?:wurde|ging) | datenschutz | impressum | alle\ rechte\ vorbehalten | weiterempfehlen | teilen$ | weiterleiten
    | (?:voir|lire|afficher|consulter|ouvrir)\ .{0,40}(?:dans\ (?:votre|le|un)\ navigateur|en\ ligne) | version\ (?:en\ ligne|web|navegador) | se\ d[ée]s(?:inscrire|abonner) | d[ée]s(?:inscription|inscrivez|abonne) | s['’](?:inscrire|abonner) | vous\ (?:recevez|avez\ reçu) | mentions\ l[ée]gales | politique\ de\ confidentialit | tous\ droits\ r[ée]serv | partager(?:\ sur.{0,20})?$ | g[ée]rer\ (?:mes|vos)
    | ver\ (?:este|en|esta)\ .{0,40}(?:navegador|l[íi]nea|online)|ver\ en\ (?:el|tu|su)\ navegador | (?:darse\ de\ baja|cancelar\ (?:la\ |tu\ )?suscripci|dar(?:me)?\ de\ baja|desuscri) | (?:recibes|recibiste|has\ recibido|est[áa]s\ recibiendo|recibe\ usted)\ | suscr[íi]b(?:ete|irse|ase) | pol[íi]tica\ de\ privacidad | todos\ los\ derechos | compart(?:ir|e)(?:\ (?:en|este).{0,30})?$ | actualizar\ (?:tus|sus)\ preferencias
    | (?:visualizza|leggi|apri)\ .{0,30}(?:browser|online) | (?:disiscri|cancella\ l['’]iscrizione|annulla\ l['’]iscrizione) | tutti\ i\ diritti | iscriviti | (?:ver|veja)\ no\ navegador | cancelar\ (?:a\ )?(?:inscri|assinatura) | todos\ os\ direitos | (?:bekijk|lees)\ .{0,40}(?:browser|online) | (?:afmelden|uitschrijven)
    # Chinese, Japanese, Korean, Russian
    | (?:在|用)?(?:浏览器|瀏覽器|网页|網頁)(?:中|里)?(?:查看|打开|打開|阅读|閱讀|浏览) | (?:查看|阅读)(?:网页|在线|網頁|線上)(?:版|版本)? | (?:取消|退)(?:订阅|訂閱|订) | 订阅(?:本|我们|方式|周刊|地址|$) | 訂閱(?:本|我們|$) | (?:你|您)(?:收到|之所以) | 版权(?:所有|声明) | 版權 | 隐私(?:政策|$) | 分享(?:到|至|给|$) | (?:转|轉)发 | 关注(?:我们|公众号) | 微信(?:公众号|扫) | 往期(?:回顾|内容|$) | (?:上|下)一(?:期|篇)
    | (?:ブラウザ|ウェブ|web)(?:で|版)(?:表示|見る|読む|開く|を)? | (?:配信|購読|登録)(?:の)?(?:停止|解除|変更|はこちら|する$) | このメール(?:は|を|マガジン) | プライバシー | 著作権 | (?:シェア|共有)(?:する)?$ | バックナンバー | 수신\s?거부 | 구독\s?(?:취소|해지|하기$) | 웹에서\s?보기 | отписаться | открыть\ в\ браузере | вы\ получили
    )""",
)
# From here on nothing of the content follows.
_ENDS = re.compile(
    r"""(?ix) ^[\W_]* (?:
    un-?subscribe\b | ©\ ?(?:copyright\ )?\d{4} | copyright\ (?:©|\(c\)|\d{4}) | you(?:['’]re|\ are)\ (?:receiving|reading)\ this | you\ received\ this | this\ email\ was\ sent | our\ mailing\ address
    | keep\ reading$ | (?:leave\ a\ )?comments?$ | discussion\ about\ this | ready\ for\ more | related\ (?:posts|articles|issues)$ | login\ or\ subscribe | don['’]t\ miss\ what['’]s\ next
    | (?:\d+\ )?(?:comments|responses|kommentare|commentaires|comentarios)$ | (?:评论|評論|コメント|댓글)$ | (?:取消|退)(?:订阅|訂閱) | 版权所有 | (?:newsletter\ )?abmelden\b | se\ d[ée]sinscrire | darse\ de\ baja | 配信停止 | (?:sent|powered|published)\ (?:with|by|via)\ (?:buttondown|mailchimp|substack|ghost|beehiiv|convertkit|kit|revue|tinyletter|curated)
    )""",
)
# Addresses of buttons: sharing, forwarding, subscribing and what mailers do with an address.
_BUTTONS = re.compile(
    r"""(?ix) ://(?:www\.|mobile\.)? (?:
    (?:twitter|x)\.com/(?:intent/|share\b|home\?status) | facebook\.com/(?:sharer?\b|dialog/) | linkedin\.com/(?:sharing/|sharearticle|cws/share)
    | (?:old\.)?reddit\.com/submit | news\.ycombinator\.com/submitlink | (?:api\.)?whatsapp\.com/send | wa\.me/\? | (?:t|telegram)\.me/share | pinterest\.com/pin/create
    | getpocket\.com/(?:save|edit) | (?:www\.)?instapaper\.com/(?:hello|edit|text) | bufferapp\.com/add | buffer\.com/add | tumblr\.com/share | service\.weibo\.com/share | b\.hatena\.ne\.jp/(?:add|entry/panel) | bsky\.app/intent/
    | translate\.google\. | [^/]*(?:list-manage\d*|campaign-archive\d*)\.com/(?:unsubscribe|profile|vcard|about|subscribe|home|\?u=[^&]+&id=[^&]+(?:&e=)?$) | [^/]*forward-to-friend\d*\.com | [^/]*mailchimp\.com/(?:monkey-?rewards|email-referral)
    | buttondown\.(?:email|com)/(?:unsubscribe|management|refer) | [^/]*substack\.com/(?:action/|app-link/|signup|subscribe|account|tos|privacy|ccpa) | substack\.com/(?:app|signup|refer|redirect/2/) | [^/]*beehiiv\.com/(?:\?utm_|unsubscribe|v1/|login)
    | (?:mailto:)?\S*[?&]subject=(?:unsubscribe) )
    | ^mailto:[^?]*(?:unsubscribe|\?.*\b(?:subject|body)=) | /(?:un-?subscribe|opt-?out|email-preferences|manage[-_]preferences|update[-_]profile|preferences|webversion|web-version)(?:[/?]|$)
    """
)
_NETWORKS = re.compile(
    r"""(?ix) [\W_]* (?: (?:(?:follow|find|join|like|visit)\ (?:us|me)\ )?(?:on\ )?
    (?:twitter|x|facebook|fb|linked-?in|instagram|youtube|mastodon|fosstodon|bluesky|threads|reddit|telegram|discord|slack|github|gitlab|medium|pinterest|tiktok|whatsapp|weibo|微博|微信|知乎|rss|atom|feed|e-?mail|website|web|homepage|patreon|hacker\ news|hn|pocket|tweet|share|like|xing|vk|qq)
    (?:\ (?:profile|page|group|channel|feed|icon|logo))? ) [\W_]* """
)
_PARTED = re.compile(r"\s*(?:[|•·∙/]|\s[-–—]\s|\s{2,})\s*")
# What a link says when what it leads to is named elsewhere.
_GENERIC = re.compile(
    r"""(?ix) [\W_]* (?:
    (?:(?:click|read|find|learn|see|view|get|show|discover|hear)\ )?(?:it\ |them\ )?here | link | url | source | website | webpage | homepage | via | more | details? | info(?:rmation)? | this | open | visit | go | permalink | original
    | (?:read|learn|see|find\ out|discover|view|show|watch|listen|know|tell\ me|explore|check\ it\ out)(?:\ (?:on|more|now|it|here|the|this|full|whole|complete|entire|rest|original|in|of|to|about\ it))*(?:\ (?:article|story|post|blog|thread|announcement|details|docs?|documentation|report|paper|video|talk|episode|podcast|interview|issue|release|notes|tutorial|guide|discussion|repo|code|source|project|site|website|github|youtube|example))*(?:\ at\ .{1,40}|\ on\ .{1,40}|\ in\ .{1,30})?
    | (?:continue|keep)\ reading | full\ (?:article|story|post|text) | (?:article|story|post|video|paper|slides?|code|repo(?:sitory)?|docs?|documentation|demo|github|gitlab|youtube|discussion|discuss(?:ion)?\ on\ .{1,20}|thread|announcement|comments?|\d+\ comments?|blog\ post|changelog|release\ notes|download|install|tweet|podcast|audio|transcript|pdf|hn|hacker\ news|lobsters|reddit)
    | (?:register|buy|order|apply|book|rsvp|try|start|sign\ up|join|get\ (?:started|tickets?|yours?|it|the\ .{1,20}))(?:\ (?:now|here|today|it|for\ free|free|us|online))*
    | (?:zum\ )?(?:artikel|beitrag|video|projekt)(?:\ lesen|\ ansehen)? | weiter(?:lesen)? | mehr(?:\ (?:lesen|erfahren|dazu|infos?))? | (?:jetzt\ )?(?:ansehen|lesen|hier)
    | (?:lire|en\ savoir|voir)(?:\ (?:la\ suite|plus|l['’]article|davantage))? | la\ suite | (?:leer|ver|saber)(?:\ (?:m[áa]s|el\ art[íi]culo|art[íi]culo|aqu[íi]))? | m[áa]s(?:\ informaci[óo]n)? | aqu[íi] | ici | leggi(?:\ (?:di\ pi[ùu]|tutto))? | leia\ mais | saiba\ mais | lees\ (?:meer|verder)
    | (?:点击|點擊)?(?:这里|這裡|此处|链接|連結|原文|查看|阅读|閱讀|详情|更多)(?:原文|全文|详情|更多|链接)? | (?:阅读|查看|了解)(?:全文|更多|详情)? | (?:英文|中文)?原文(?:链接)? | 视频 | (?:続きを読む|もっと(?:見る|読む)|詳細(?:はこちら)?|こちら|詳しく(?:はこちら)?|記事を読む|リンク|原文) | (?:더\s?보기|자세히(?:\s?보기)?|링크) | (?:подробнее|читать(?:\ далее)?)
    ) [\W_]* """
)
_ROOT = re.compile(
    r"/?(?:index\.\w+|home|about|archives?|issues|subscribe|signup|tags?|categor(?:y|ies)|contact|feed|rss|search|login|page)?/?$",
    re.I,
)


def is_furniture(text: str) -> bool:
    """Says whether a line is about the mail, the page or its sender, and not of what it tells.

    >>> is_furniture("View this email in your browser"), is_furniture("Abmelden | Impressum"), is_furniture("View trees in Rust")
    (True, True, False)
    """
    head = text[:160]
    return bool(_LINES.match(head)) or all(_NETWORKS.fullmatch(part) for part in _PARTED.split(head) if part)


def ends_content(text: str) -> bool:
    """Says whether a line opens the part at the end where only the sender and the mailer speak."""
    return bool(_ENDS.match(text[:160]))


def is_button(url: str) -> bool:
    """Says whether a link shares, forwards, subscribes or leaves instead of leading to something to read.

    >>> is_button("https://twitter.com/intent/tweet?url=x"), is_button("https://twitter.com/a/status/1")
    (True, False)
    """
    return bool(_BUTTONS.search(url[:500]))


def is_generic(text: str) -> bool:
    """Says whether the words of a link do not name what it leads to: read more, here, its bare address.

    >>> is_generic("Read more »"), is_generic("weiterlesen"), is_generic("example.org/a"), is_generic("Reading the tides")
    (True, True, True, False)
    """
    head = text.strip()[:120]
    return not any(char.isalnum() for char in head) or bool(_GENERIC.fullmatch(head)) or is_address(head)


def is_address(text: str) -> bool:
    """Says whether a text is a bare address, with or without its scheme.

    >>> is_address("www.example.org"), is_address("https://example.org/x"), is_address("Node.js")
    (True, True, False)
    """
    text = text.strip()
    if text.startswith(("http://", "https://")):
        return " " not in text
    host, slash, _ = text.partition("/")
    labels = host.split(".")
    if " " in text or len(labels) < 2 or not all(labels) or not labels[-1].isascii() or not labels[-1].isalpha():
        return False
    return bool(slash) or labels[0] == "www" or (host == host.lower() and labels[-1] in _ENDINGS)


def leads_around(url: str, own: str) -> bool:
    """Says whether a link only leads around `own`, the newsletter's own site: to its start, its archive, its feed."""
    return bool(own) and site_of(url) == own and bool(_ROOT.fullmatch(urlsplit(url).path))


# Endings of host names that no file or program has as its own.
_ENDINGS = frozenset(
    "com org net edu gov info dev app blog tech cloud page site online news me tv co uk de fr es it nl pl ch at be se no fi dk jp cn kr br ru in au ca eu us xyz".split()
)
