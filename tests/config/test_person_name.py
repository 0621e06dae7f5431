"""A name as a directory, a card or a person in a hurry writes it, in the order in which it is spoken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.config.person_name import PersonName, parse_person_name

ANA = PersonName("Ana Ruiz", "Ana", "Ruiz")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # What address books make of a name.
        ("Ruiz, Ana", ANA), ("Ruiz, Ana (Acme GmbH)", ANA), ("'Ana Ruiz'", ANA), ("Ana Ruiz | Acme", ANA), ("Ana Ruiz - Acme", ANA),
        ("Ana Ruiz, Head of Data", ANA), ("Ruiz, Ana, Madrid", ANA), ("Ana Ruiz via LinkedIn", ANA),
        # Titles, in front, behind and in the middle.
        ("Dr. Ana Ruiz", PersonName("Ana Ruiz", "Ana", "Ruiz", "Dr.")),
        ("Ruiz, Ana, Dr.", PersonName("Ana Ruiz", "Ana", "Ruiz", "Dr.")),
        ("Weiß, Dr. Petra (HR)", PersonName("Petra Weiß", "Petra", "Weiß", "Dr.")),
        ("Dr. Weber, Dana", PersonName("Dana Weber", "Dana", "Weber", "Dr.")),
        ("Dana Dr. Weber", PersonName("Dana Weber", "Dana", "Weber", "Dr.")),
        ("Prof. Dr. med. Karl-Heinz von der Heide", PersonName("Karl-Heinz von der Heide", "Karl-Heinz", "von der Heide", "Prof. Dr. med.")),
        ("Dr.-Ing. Ana Ruiz", PersonName("Ana Ruiz", "Ana", "Ruiz", "Dr.-Ing.")),
        ("Frau Dr. Petra Klein", PersonName("Petra Klein", "Petra", "Klein", "Frau Dr.")),
        ("Ms Jane Smith", PersonName("Jane Smith", "Jane", "Smith", "Ms")),
        ("Herr Müller", PersonName("Müller", "", "Müller", "Herr")),
        ("Dr. No", PersonName("No", "", "No", "Dr.")),
        ("Hr. Dr. med. Weiß, Hans-Peter", PersonName("Hans-Peter Weiß", "Hans-Peter", "Weiß", "Hr. Dr. med.")),
        ("Dr. h.c. Max Stein", PersonName("Max Stein", "Max", "Stein", "Dr. h.c.")),
        ("Dipl.-Kffr. Sabine Beck", PersonName("Sabine Beck", "Sabine", "Beck")),
        ("Maître Jean Dupont", PersonName("Jean Dupont", "Jean", "Dupont", "Me")),
        ("Graf von Bernstorff", PersonName("von Bernstorff", "", "von Bernstorff", "Graf")),
        ("Mme Le Gall", PersonName("Le Gall", "", "Le Gall", "Mme")),
        # Written short, by a nickname, or as a mailbox is called.
        ("Mª José de la Fuente", PersonName("María José de la Fuente", "María José", "de la Fuente")),
        ("José Mª Aznar", PersonName("José María Aznar", "José María", "Aznar")),
        ("Fco. Javier", PersonName("Francisco Javier", "Francisco Javier", "")),
        ("Ana Glez. Hdez.", PersonName("Ana González Hernández", "Ana", "González Hernández")),
        ("Robert (Bob) Miller", PersonName("Robert Miller", "Robert", "Miller")),
        ("ana.ruiz", ANA), ("ana_ruiz", ANA),
        # Degrees and generations.
        ("Ana Ruiz, PhD", ANA), ("Ana Ruiz, M.D., MBA", ANA), ("Priya Raghunathan, PMP", PersonName("Priya Raghunathan", "Priya", "Raghunathan")),
        ("Sam Carter, Jr.", PersonName("Sam Carter Jr.", "Sam", "Carter")), ("John Q. Public III", PersonName("John Q. Public III", "John", "Public")),
        # Capitals: all of them, or the family name's.
        ("TOM BAKER", PersonName("Tom Baker", "Tom", "Baker")), ("ana ruiz", ANA), ("TJ Smith", PersonName("TJ Smith", "TJ", "Smith")),
        ("TANAKA Misaki", PersonName("Misaki Tanaka", "Misaki", "Tanaka")), ("Jean DUPONT", PersonName("Jean Dupont", "Jean", "Dupont")),
        ("GARCÍA LÓPEZ María José", PersonName("María José García López", "María José", "García López")),
        ("LUDWIG VAN BEETHOVEN", PersonName("Ludwig van Beethoven", "Ludwig", "van Beethoven")), ("O'BRIEN, SEAN", PersonName("Sean O'Brien", "Sean", "O'Brien")),
        # Two given names, two family names, particles, initials.
        ("María José García López", PersonName("María José García López", "María José", "García López")),
        ("María García López", PersonName("María García López", "María", "García López")),
        ("José Luis Martínez", PersonName("José Luis Martínez", "José Luis", "Martínez")),
        ("Anna Maria Schmidt", PersonName("Anna Maria Schmidt", "Anna Maria", "Schmidt")),
        ("van den Berg, Anne", PersonName("Anne van den Berg", "Anne", "van den Berg")),
        ("J. R. R. Tolkien", PersonName("J. R. R. Tolkien", "", "Tolkien")), ("J. Edgar Hoover", PersonName("J. Edgar Hoover", "Edgar", "Hoover")),
        ("María del Carmen Ruiz", PersonName("María del Carmen Ruiz", "María del Carmen", "Ruiz")),
        ("Abdul Rahman Khan", PersonName("Abdul Rahman Khan", "Abdul Rahman", "Khan")),
        ("LE GALL Erwan", PersonName("Erwan Le Gall", "Erwan", "Le Gall")), ("Franz Huber sen.", PersonName("Franz Huber", "Franz", "Huber")),
        # With a word that is said before the name.
        ("Tante Gerda", PersonName("Tante Gerda", "Tante Gerda", "")), ("Big Mike", PersonName("Big Mike", "Big Mike", "")),
        ("tío paco", PersonName("Tío Paco", "Tío Paco", "")), ("Pfarrer Klaus Berg", PersonName("Pfarrer Klaus Berg", "Pfarrer Klaus", "Berg")),
        # The family name first.
        ("Kovács István", PersonName("Kovács István", "István", "Kovács")), ("Nagy Zsófia", PersonName("Nagy Zsófia", "Zsófia", "Nagy")),
        ("Zsófia Nagy", PersonName("Zsófia Nagy", "Zsófia", "Nagy")),
        ("Nguyễn Thị Minh Khai", PersonName("Nguyễn Thị Minh Khai", "Khai", "Nguyễn")), ("Anh Nguyen", PersonName("Anh Nguyen", "Anh", "Nguyen")),
        ("Петров Иван Сергеевич", PersonName("Петров Иван Сергеевич", "Иван", "Петров")),
        ("Juan Carlos", PersonName("Juan Carlos", "Juan Carlos", "")),
        ("Kim Min-jun", PersonName("Kim Min-jun", "Min-jun", "Kim")), ("Kim Park", PersonName("Kim Park", "Kim", "Park")),
        ("Wang Xiaoming", PersonName("Wang Xiaoming", "Xiaoming", "Wang")), ("Li Wei", PersonName("Li Wei")),
        ("Tanaka Misaki", PersonName("Tanaka Misaki", "Misaki", "Tanaka")), ("Misaki Tanaka", PersonName("Misaki Tanaka", "Misaki", "Tanaka")),
        ("田中 美咲", PersonName("田中 美咲", "", "田中")), ("김민준", PersonName("김민준", "", "김")),
        ("Müller Hans-Jürgen", PersonName("Hans-Jürgen Müller", "Hans-Jürgen", "Müller")), ("Müller", PersonName("Müller", "", "Müller")),
        # What stands around it on a screen, and offices before it.
        ("Ana Ruiz (she/her)", ANA), ("Ana Ruiz she/her", ANA), ("Ana 🦄 Ruiz", ANA), ("Ana Ruiz +34 600 123 456", ANA), ("Ana Ruiz <ana@acme.example>", ANA),
        ("Ana Ruiz HR", ANA), ("Anna from HR", PersonName("Anna", "Anna", "")), ("Sato sensei", PersonName("Sato-sensei", "Sato-sensei", "")),
        ("OA Dr. Schulze", PersonName("Schulze", "", "Schulze", "Dr.")), ("Frau Ministerialrätin Dr. Berg", PersonName("Berg", "", "Berg", "Frau Dr.")),
        ("DI Mayer", PersonName("Mayer", "", "Mayer")), ("WP/StB Anna Berg", PersonName("Anna Berg", "Anna", "Berg")), ("Luca Di Marco", PersonName("Luca Di Marco", "Luca", "Di Marco")),
        ("Pan Tomasz Ślęzak", PersonName("Tomasz Ślęzak", "Tomasz", "Ślęzak")), ("Peter Pan", PersonName("Peter Pan", "Peter", "Pan")),
        ("ao. Univ.-Prof. Mag. Dr. Elfriede Huber-Novak", PersonName("Elfriede Huber-Novak", "Elfriede", "Huber-Novak", "ao. Prof. Mag. Dr.")),
        ("Professor Sir John Smythe FRS", PersonName("John Smythe", "John", "Smythe", "Professor Sir")), ("Reto Ammann, lic. oec. HSG", PersonName("Reto Ammann", "Reto", "Ammann")),
        ("鈴木一郎 (Suzuki Ichirō)", PersonName("Suzuki Ichirō", "Ichirō", "Suzuki")), ("Kim Min-jun 김민준", PersonName("Kim Min-jun", "Min-jun", "Kim")),
        ("Dr med Ana Ruiz", PersonName("Ana Ruiz", "Ana", "Ruiz", "Dr med")), ("P. van Dijk", PersonName("P. van Dijk", "", "van Dijk")), ("ana.ruiz@acme.example", ANA),
        ("Don Antonio López", PersonName("Antonio López", "Antonio", "López", "Sr.")), ("Don Draper", PersonName("Don Draper", "Don", "Draper")),
        ("Ma Carmen Ruiz", PersonName("María Carmen Ruiz", "María Carmen", "Ruiz")), ("Ma Long", PersonName("Ma Long")),
        # Two family names with a link, particles behind a title.
        ("Dra. Núria Puigdemont i Ferrer", PersonName("Núria Puigdemont i Ferrer", "Núria", "Puigdemont i Ferrer", "Dra.")),
        ("José Ortega y Gasset", PersonName("José Ortega y Gasset", "José", "Ortega y Gasset")), ("Sr. Martínez de la Rosa", PersonName("Martínez de la Rosa", "", "Martínez de la Rosa", "Sr.")),
        ("Dr Le Goff", PersonName("Le Goff", "", "Le Goff", "Dr")), ("McDONALD Ian", PersonName("Ian McDonald", "Ian", "McDonald")),
        ("Houria El Amrani", PersonName("Houria El Amrani", "Houria", "El Amrani")), ("Youssef Ben Salah", PersonName("Youssef Ben Salah", "Youssef", "Ben Salah")),
        ("Mme le Dr Houria El Amrani", PersonName("Houria El Amrani", "Houria", "El Amrani", "Mme Dr")), ("Ben Miller", PersonName("Ben Miller", "Ben", "Miller")),
        ("Madame la Docteure Anne Roy", PersonName("Anne Roy", "Anne", "Roy", "Madame Dr")), ("Mme La Rosa", PersonName("La Rosa", "", "La Rosa", "Mme")),
        # What is no name stays.
        ("Drew Ingram", PersonName("Drew Ingram", "Drew", "Ingram")), ("Dr", PersonName("Dr")), ("(Acme)", PersonName("(Acme)")), ("", PersonName("")),
    ],
)  # fmt: skip
def test_a_name_is_read_in_the_order_it_is_spoken(text: str, name: PersonName) -> None:
    assert parse_person_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Oyelaran, Folasade, Dr.", "Folasade Oyelaran"), ("RUIZ, Dr. Ana (Acme)", "Ana Ruiz"), ("Frau Anna Weber", "Anna Weber"),
        # Two people of one family name are told apart by their titles.
        ("Mr. Kim", "Mr. Kim"), ("Ms. Kim", "Ms. Kim"), ("Frau Dr. Weber", "Frau Dr. Weber"), ("Ben", "Ben"), ("田中様", "田中様"),
    ],
)  # fmt: skip
def test_a_name_is_shown_without_a_title_that_it_does_not_need(text: str, name: str) -> None:
    assert parse_person_name(text).shown_name == name


@given(st.text(max_size=60))
def test_whatever_is_typed_something_is_read_and_nothing_breaks(text: str) -> None:
    name = parse_person_name(text)
    assert name.full_name or not text.strip(" '\"“”„‘’«»")
