"""Domains at which anybody can have an address: they never stand for a company."""

from __future__ import annotations

GMAIL = frozenset({"gmail.com", "googlemail.com"})

FREEMAIL = GMAIL | frozenset(
    """
    126.com 139.com 163.com 189.cn 21cn.com aim.com aliyun.com aol.com aol.de arcor.de att.net bellsouth.net
    bigpond.com bk.ru blueyonder.co.uk bluewin.ch bol.com.br btinternet.com caramail.com centrum.cz centurylink.net
    charter.net chello.nl comcast.net cox.net daum.net docomo.ne.jp duck.com earthlink.net email.com email.cz
    email.de ezweb.ne.jp fastmail.com fastmail.fm foxmail.com free.fr freenet.de freemail.hu frontier.com gmx.at
    gmx.ch gmx.com gmx.de gmx.fr gmx.net hanmail.net hey.com home.nl hotmail.be hotmail.ch hotmail.co.jp
    hotmail.co.uk hotmail.com hotmail.com.br hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hotmail.se
    hushmail.com i.softbank.jp icloud.com ig.com.br inbox.com inbox.lv inbox.ru interia.pl kakao.com kolumbus.fi
    kpnmail.nl laposte.net libero.it list.ru live.ca live.co.uk live.com live.com.mx live.com.pt live.de live.dk
    live.fr live.it live.nl live.se luukku.com mac.com mail.com mail.de mail.ru mailbox.org mailfence.com me.com
    mindspring.com mm.st msn.com nate.com naver.com neuf.fr ntlworld.com o2.pl o2.co.uk onet.eu onet.pl online.de
    online.no openmail.cc optonline.net optusnet.com.au orange.fr outlook.at outlook.be outlook.com outlook.com.br
    outlook.de outlook.dk outlook.es outlook.fr outlook.ie outlook.it outlook.jp outlook.pt planet.nl pm.me post.cz
    posteo.de posteo.net proton.me protonmail.ch protonmail.com q.com qq.com rambler.ru rediffmail.com
    rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn sina.com sky.com
    skynet.be softbank.ne.jp sohu.com spoko.pl suddenlink.net sympatico.ca t-online.de talktalk.net telenet.be
    telia.com telus.net terra.com.br tin.it tiscali.it tlen.pl tuta.com tuta.io tutanota.com tutanota.de ukr.net
    uol.com.br verizon.net videotron.ca virgilio.it virginmedia.com volny.cz wanadoo.fr web.de windstream.net
    wp.pl xtra.co.nz ya.ru yahoo.ca yahoo.cn yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.ar
    yahoo.com.au yahoo.com.br yahoo.com.mx yahoo.de yahoo.dk yahoo.es yahoo.fr yahoo.ie yahoo.in yahoo.it yahoo.nl
    yahoo.no yahoo.pl yahoo.se yandex.com yandex.ru yeah.net ymail.com zeelandnet.nl ziggo.nl zoho.com zohomail.eu
    """.split(),
)
