"""What an incoming mail is, whose it is, what to do, and why. Pure: no file, no clock, no network.

`judge.judge` takes one whole mail and what followupd knows; `judge.needs_body` decides from a header block whether to fetch it.
The family: `message`, `decoding`, `html`, `addresses` read; `bounce`, `delivery`, `receipts`, `automatic`,
`invitation`, `bulk` tell what it is; `whose`, `naming`, `glance`, `authenticity` whose it is; `quoted`, `intent`, `absence`, `dates`,
`promise` what it says; `own`, `person`, `concluding` and `order` put the order; the `…_words`, `months`, `freemail`, `relays` are tables.

RFC 2045/2046/2047 message, decoding · 3464/3463 delivery · 3834 automatic · 5545/5546/6047 invitation ·
5965 and 8098 receipts · 8601 authenticity · 2919/2369 bulk.
"""
