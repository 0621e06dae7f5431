"""What candidates answer about a note of absence: the person is back, or away. Texts are folded."""

from __future__ import annotations

BACK = (
    r"(?<![\w'])(?:back(?: (?:in|at work|in the office))?|not away|not on (?:holiday|vacation|leave)|in the office|im buro|au bureau|en la oficina|wieder (?:da|zuruck|im (?:buro|haus)|erreichbar)|zuruck|nicht (?:weg|im urlaub|abwesend)|"
    r"rentree?s?|revenue?s?|de retour|pas absente?|pas en (?:conge|vacances)|vuelto|de vuelta|de regreso|regresado|no esta (?:fuera|de vacaciones))(?!\w)"
)
AWAY = (
    r"(?<!not )(?<!nicht )(?<!pas )(?<!no esta )(?<!no )(?<![\w'])(?:on (?:holidays?|vacation|leave|annual leave|maternity leave|parental leave|pto)|away|off|out of (?:the )?office|out|"
    r"im urlaub|in urlaub|abwesend|weg|verreist|krank(?:geschrieben)?|in elternzeit|"
    r"en (?:conges?|vacances|arret)|absente?|partie? en vacances|de vacaciones|fuera|de baja|ausente)(?!\w)"
)
# With the day of return they mean that the person is away.
RETURNS = r"(?<![\w'])(?:back|returns?|returning|zuruck|wieder da|kommt (?:\w+ )*wieder|rentre|revient|de retour|vuelve|regresa|reincorpora)(?!\w)"
# The words that may be beside "back". With any other one, as in "no, she wrote back", the mail means something else.
_BESIDE_BACK = """
she she's he he's die der das they they're is are has have been already now again today since yesterday sie er ist sind schon jetzt seit
heute gestern doch elle il ils elles est sont deja maintenant depuis hier aujourd'hui ella el ellos ha han esta estan ya
desde ayer hoy thanks danke merci gracias
"""
BESIDE_BACK = frozenset(_BESIDE_BACK.split())
