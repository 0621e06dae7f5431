"""Words before a colon that name a subject and nobody: "Kafka: they move to it", "Gehalt: 60 000". Texts are folded."""

from __future__ import annotations

from followupd.config.lazy_pattern import LazyPattern

_SUBJECT_LIST = """
about after again agenda agile all also and answer any apart application architecture assessment atmosphere attention
automation background balance before benefits best beside besides big bonus boot budget business but call career case
challenge challenges chat choice cloud code colleagues commute company compensation conclusion condition conditions
contact contract conversation culture customer customers data date day days deadline decision demo department design
details development digital discussion domain down duties equipment example experience extra facts feedback finally
first flexible focus food format fun future general goal goals good great growth hardware hello hi hint history holiday
holidays home hours how human idea ideas if impression impressions in infrastructure interesting interview intro it job
kids lake language languages last later lead learning level like location lunch machine main management market marketing
maybe meeting mentoring methods minus mission mobile money more most motivation my negative new news next nice no not
note notes office ok okay on one onboarding open operations opinion other others our outcome overall overtime pay people
perk perks phone place plan plans platform plus point points portfolio positive power probation problem problems process
processes product products profile project projects pros cons question questions quote reason remote report research
resources responsibilities result results review rhythm risk role roles round salary sales schedule science second
secondly security services site skills software some source spring sprint stack stage start starting statistics status
step steps story strategy strong summary support system systems tasks tea team teams tech test testing tests thanks that
the their then they thing things third this though time timeline timing title to today tomorrow tool tools topic topics
total tour training travel trial two update users vacation values vision visit wages we web week what when where who why
work working world yes you my i he she him her us
from sent subject cc bcc attn re fw fwd original forwarded message date
ablauf abteilung agentur aktuelles alle allgemein also am an anfang anforderungen angebot antwort arbeit arbeitszeit
arbeitszeiten art atmosphare atmosphaere aufgabe aufgaben ausserdem ausstattung ausserung auto bedenken befristung beginn
beispiel bereich betreff bezahlung bild boni buro buero chef chefin daten dann das dauer der die diskussion eindruck
einarbeitung eins entscheidung entwicklung er ergebnis erfahrung erste erstens essen fazit feedback fehler firma frage
fragen frist fuhrung fuehrung ganze gehalt gelande gemeinsam gesamt gesendet gesprach gespraech gewicht grosse grund
gruppe gut heute hinweis homeoffice ich idee ideen info insgesamt interesse ja jobrad kaffee kantine kollegen kommentar
kritik kultur kunde kunden kurz leitung lob lohn mal markt mein methoden miete mittag mitarbeiter montag dienstag mittwoch
donnerstag freitag samstag sonntag mehr minus morgen motivation nachste naechste nachstes naechstes nein noch notiz ort
parkplatz person personal plan plane plus position positiv probezeit problem probleme produkt produkte projekt projekte
prozess prozesse punkt punkte reise reisen rolle rundgang runde schicht schichten schluss schritt schritte schwerpunkt
sie sonst sonstiges sprache sprachen stadt standort start stelle stellenanzeige stichwort stimmung studium stunden tag
tage tarif termin thema themen tipp titel uberstunden ueberstunden uhrzeit umfeld umgang unternehmen urlaub und verdienst
vertrag von vorteil vorteile nachteil nachteile warum was weg weiteres weiter weiterbildung wer werte wetter wichtig wie
wir wo woche wort zahlen zeit zeitplan ziel ziele zukunft zusammenfassung zweite zweitens zwei
accord activite ambiance annonce apres au aussi autre autres avantage avantages avec bilan bref budget bureau cadre ce
chiffres client clients collegues commentaire competences conclusion conditions conges contrat cote culture date de debut
decision demain dernier detail details deuxieme direction donc duree echange elle enfin ensuite entreprise entretien envoye
equipe equipes et etape etapes evolution exemple experience fin formation groupe horaires idee il ils impression inconvenient
info infos interet je jour jours la langue langues le les lieu livraison locaux logiciel marche methode methodes mission
missions mon motivation moyens nous objet objectif objectifs offre on outil outils oui par petit point points poste pour
premier premiere principal probleme problemes prochaine prochaines produit produits projet projets puis qualite quand
question questions recrutement reponse resultat reunion reunions role rythme salaire science service services site suite
suivi sujet sujets tache taches teletravail temps theme themes total travail vacances visite vous
ademas ahora ambiente antes ano anuncio asi asunto beneficios bien bueno calendario cargo cliente clientes comida como
comentario condiciones conclusion contrato cosa cosas cultura cuando datos decision decisiones departamento desarrollo
despues detalle detalles dia dias dinero duda dudas ejemplo el ella ellos empresa en entrevista enviado equipo equipos
espanol experiencia fecha fechas formacion funciones futuro grupo herramientas horario horarios hoy idea ideas impresion
interes la las lo los lugar manana mas mercado metodo metodos nombre nota notas objetivo objetivos oferta oficina opinion
otra otras otro otros para pero plan plazo porque pregunta preguntas primero problema problemas proceso procesos producto
productos proximo proximos proyecto proyectos puesto punto puntos que respuesta resultado resumen reunion reuniones ritmo
salario segundo sobre sueldo tambien tarea tareas teletrabajo tema temas tiempo tiempos todo todos trabajo turno turnos
vacaciones valores viaje viajes vision yo
monday tuesday wednesday thursday friday saturday sunday
english german french spanish deutsch englisch franzosisch franzoesisch spanisch anglais allemand francais ingles aleman
airflow amazon android angular ansible apache apple azure bash bigquery blender cassandra chatgpt clickhouse confluence
databricks dbt django docker drupal elastic elasticsearch excel facebook figma flask flink git github gitlab google gradle
grafana hadoop haskell helm hubspot hibernate iceberg indesign instagram intellij java javascript jenkins jira julia kafka
kanban keras kotlin kubernetes laravel linkedin linux looker matlab meta microsoft mongo mongodb mysql netsuite nginx node
notion openai openstack oracle outlook pandas perl photoshop php postgres postgresql powerpoint prometheus pulsar python
pytorch rabbitmq rails react redis redshift ruby rust salesforce scala scrum selenium sharepoint shopify slack snowflake
solidworks spark splunk swift symfony tableau teams tensorflow terraform typescript unity unix vue wordpress word zoom
"""
SUBJECTS = frozenset(_SUBJECT_LIST.split())
# Longer words with these endings name things in English, German, French or Spanish.
SUBJECT_ENDING = LazyPattern(
    r"\w{4,}(?:tions?|ments?|ness|ings?|ities|ity|logy|ware|base|flows?|ungen|ung|heit|keit|schaft|zeiten|zeit|taet|tat|technik"
    r"|arbeit|plan|ciones|cion|dad|dades|idades|miento|mientos|ites|ite)"
)
_TITLE_LIST = """
mr mrs ms miss dr dra prof professor professorin profesor profesora herr herrn hr fr frau madame mme monsieur m mlle senor
senora sr sra don dona doctor doctora docteur doktor
"""
TITLES = frozenset(_TITLE_LIST.split())
_PARTICLE_LIST = "de del la las los le du des von van der den zu da dos di al el bin ter y"
PARTICLES = frozenset(_PARTICLE_LIST.split())
# What stands before a name: "with Ana: the lab", "dann mit Ben: das Budget".
LEAD_IN = LazyPattern(
    r"^(?:(?i:and|then|und|dann|puis|et|luego|y)\s+)*(?i:with|to|mit|bei|an|avec|a|à|con|zu)\s+(?=\S)"
)
# What stands behind a name before the colon: "Zoe from HR", "Zoe, their CTO", "Zoe (HR)".
ROLE_BEHIND_NAME = LazyPattern(
    r"\s*\([^()]*\)$|\s+(?:from|of|at|in|with|von|vom|aus|bei|der|die|des|du|de la|de|del|the|le|la|el|qui)\s+\S.*$"
)
NAME_JOINT = LazyPattern(r"\s*(?:[,;&+/]|\b(?:and|und|et|y)\b)\s*")
