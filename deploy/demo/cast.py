"""Who plays in the demo, and the letter they sign. Everybody and everything here is invented."""

ORGANIZER = "wren@example.org"
GROUP = "Halden Instruments workers' circle"
COMPANY = "Halden Instruments"
CAMPAIGN = "No sensors for deportation flights"

STORY = """Halden's cameras were made to find lost hikers. The people who build them ask the company to take them down
from the border towers, and to ask before the next contract like it.
"""

TITLE = "Take our sensors out of the border towers, and ask us before the next one"
BODY = """We design, test and ship the thermal cameras that Halden Instruments sells. Last spring the same
cameras went up on towers along a border. Nobody who built them was told what they would watch.

We read the contract when a newspaper printed it. It runs for **six years**. It says that a person who walks
through a valley at night is a *track*, and that a track is handed to whoever asks first.

A camera that we made to find lost hikers now finds people so that they can be put on a plane. We do not believe
that a warning label changes what it is for.

We are writing together because each of us alone would be writing a resignation.
"""
DEMANDS = [
    "End the tower contract at its first break clause, and renew no part of it.",
    "Publish every public-sector contract for thermal cameras, with its value, its purpose and its end date.",
    "Ask the people who build a product before it is sold for watching people, and write down the answer.",
    "Punish nobody for signing this letter.",
]
ADDRESSEES = [("Maren Holt", "chief executive"), ("The board of Halden Instruments", "")]

TIERS = [10, 25, 50]
MARGIN = 1
CODES = 120
TRUSTEES = [
    ("Ana Ruiz, labour lawyer", "Lisbon", "https://trustee-one.example/letters"),
    ("Instrument Makers' Union, secretary", "Oslo", "https://trustee-two.example/letters"),
    ("Prof. Imani Okoye", "Lagos", "https://trustee-three.example/letters"),
]

NAMES = [
    "Aisha Rahman", "Álvaro Núñez", "Amélie Durand", "Anders Østby", "Bao Trân", "Beatriz Sá",
    "Björk Jónsdóttir", "Chidi Okafor", "Chiara Rossi", "Dana Levi", "Dmitri Orlov", "Elif Yıldız",
    "Emeka Nwosu", "Esra Şahin", "Fatou Diop", "Finn Larsen", "Giorgos Pappas", "Grace Mwangi",
    "Hana Kobayashi", "Hugo Ferreira", "Ines Weber", "Ivana Novák", "Jamal Haddad", "Jana Dvořáková",
    "Joon-ho Park", "Kwame Mensah", "Lena Vogel", "Leilani Kealoha", "Liam O’Connor", "Lucía Paredes",
    "Magnus Lind", "María José Peña", "Mei-Ling Chen", "Mihai Ionescu", "Nadia Petrova", "Ngozi Eze",
    "Niamh Byrne", "Olu Adeyemi", "Otto Schäfer", "Priya Nair", "Quentin Moreau", "Rania Saleh",
    "Renée Lévesque", "Rosa Jiménez", "Sami Virtanen", "Sanjay Gupta", "Siobhán Ní Bhriain", "Sofia Lindqvist",
    "Søren Kjær", "Tariq Hamdan", "Thandiwe Dlamini", "Tomás Pereira", "Ulrike Bauer", "Valentina Costa",
    "Vikram Singh", "Wanjiru Kamau", "Xavier Puig", "Yael Mizrahi", "Yuki Tanaka", "Zainab Bello",
    "Zofia Kowalska", "أمل حسن", "王小明", "प्रिया शर्मा",
]  # fmt: skip
TITLES = ["", "engineer", "optics", "test technician", "firmware", "sales", "warehouse", "documentation"]


def choices():
    """How each of the 64 signs, and by which road: [(choice, tier, road)], shuffled by nothing: the order is no secret.

    8 named now, 12 / 14 / 14 sealed for 10 / 25 / 50, 16 counted only; 45 through the browser bundle, 11 through the
    Python code, 8 through the assisted form.
    """
    ways = [("named", None)] * 8 + [("sealed", 10)] * 12 + [("sealed", 25)] * 14 + [("sealed", 50)] * 14
    ways += [("count", None)] * 16
    roads = ["bundle"] * 64
    for number in range(0, 60, 5):
        roads[number] = "python"
    for number in range(3, 64, 8):
        roads[number] = "assisted"
    return [(choice, tier, road) for (choice, tier), road in zip(ways, roads, strict=True)]
