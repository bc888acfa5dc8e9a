"""Made-up names, postcodes and NHS numbers, so that nobody real is ever in the demo.

Names only have to be *like* those of the people a UK commission meets: with hyphens,
apostrophes, particles and accents. Everything here fits cp1252, which some case systems
still export.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Background:
    """Names that are found together, and how people of it describe themselves."""

    share: int
    female: tuple[str, ...]
    male: tuple[str, ...]
    surnames: tuple[str, ...]
    ethnic_groups: tuple[str, ...]
    """Ids of ``reference/ethnic_groups.csv``, the usual one several times."""


def _words(text: str) -> tuple[str, ...]:
    """Return words, with ``_`` standing for a space inside one of them."""
    return tuple(word.replace("_", " ") for word in text.split())


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH = Background(
    44,
    _words(
        "Amelia Olivia Isla Ava Emily Grace Freya Poppy Evie Rosie Charlotte Jessica"
        " Sophie Hannah Lucy Molly Ruby Daisy Phoebe Zoë Chloë Eleanor Martha Beatrice"
        " Harriet Lily-Mae Ellie-May Karen Susan Janet Tracey Gillian Denise Lorraine"
        " Nicola Kerry Stacey Gemma Kelly-Anne Joanne Rebecca Victoria Pauline Kate"
    ),
    _words(
        "Oliver George Harry Jack Noah Charlie Jacob Alfie Freddie Oscar Archie Joshua"
        " Ethan Riley Tyler Callum Connor Jake Luke Nathan Thomas-James Alfie-Lee"
        " Stephen Kevin Gary Darren Wayne Lee Craig Simon Andrew Nigel Trevor Barry"
        " Samuel Benjamin Edward Toby Kieran Dominic Shaun Philip Raymond Matthew"
    ),
    _words(
        "Fletcher Harper Whitaker Ashdown Barlow Sutcliffe Hargreaves Tattersall"
        " Pickles Oldroyd Thackray Bagshaw Cartwright Dewhurst Entwistle Fairclough"
        " Greenhalgh Holroyd Illingworth Jowett Kershaw Lightfoot Midgley Nuttall"
        " Ormerod Peel Ramsbottom Shuttleworth Thornber Underhill Varley Wadsworth"
        " Yarwood Birtwistle Clegg Duckworth Eastwood Farrow Gaskell Heaton Ingham"
        " Jagger Kitchen Lomax Mawson Naylor Ogden Pogson Radcliffe Stansfield"
        " Turnbull Utley Wormald Smith-Barlow Harper-Lomax Ashworth-Clegg Beaumont"
        " Chadwick Dyson Ellison Foxcroft Garside Hinchliffe Jepson Knowles Lumb"
        " Marsden Newsome Pilling"
    ),
    _ids("white_british " * 12 + "white_other mixed_other"),
)

_WELSH = Background(
    5,
    _words("Siân Carys Angharad Ffion Nia Bethan Lowri Eleri Cerys Mared Gwenllian"),
    _words("Rhys Dylan Gethin Iestyn Owain Emrys Gareth Huw Macsen Tomos Ifan"),
    _words(
        "Llewellyn Prosser Gwilym Pryce ap_Rhys Bevan Cadwaladr Eynon Probert Beddoe"
    ),
    _ids("white_british"),
)

_IRISH = Background(
    5,
    _words(
        "Aoife Niamh Siobhán Róisín Orla Caoimhe Sinéad Gráinne Maura Bridget Ciara"
    ),
    _words("Seán Cillian Oisín Pádraig Declan Fionn Eamonn Ruairí Brendan Diarmuid"),
    _words(
        "O'Brien O'Rourke O'Dowd McGarrigle Ní_Bhriain Mac_Giolla Doherty Gallagher"
        " O'Shaughnessy Maughan McDonagh Delaney FitzGerald Quinlan"
    ),
    _ids("white_irish white_irish white_british white_gypsy_irish_traveller"),
)

_SCOTTISH = Background(
    3,
    _words("Eilidh Mairi Isobel Kirsty Ailsa Catriona Fiona Morag"),
    _words("Hamish Fraser Struan Callan Angus Lachlan Rory Finlay"),
    _words("MacLeod McAllister Colquhoun Urquhart McKenzie-Ross Dalgleish Farquharson"),
    _ids("white_british"),
)

_PAKISTANI = Background(
    8,
    _words(
        "Aisha Zainab Maryam Fatima Hafsa Iqra Sana Rukhsana Nadia Shazia Amina Khadija"
        " Saima Bushra Mahnoor"
    ),
    _words(
        "Hamza Bilal Usman Zayn Adnan Tariq Imran Faisal Haroon Mohammed Yusuf Kashif"
        " Muhammad-Ali Shahid Rizwan"
    ),
    _words(
        "Hussain Mahmood Akhtar Khan Iqbal Malik Qureshi Chaudhry Bibi Shah Rafiq Aslam"
        " Mirza Butt ul-Haq Rehman"
    ),
    _ids("asian_pakistani " * 6 + "asian_other mixed_white_asian"),
)

_INDIAN = Background(
    5,
    _words(
        "Priya Anjali Kavita Simran Jaspreet Meera Harleen Nisha Divya Lakshmi Tara"
    ),
    _words("Arjun Rohan Gurpreet Harjit Vikram Sanjay Amrit Dev Karan Nikhil Manjit"),
    _words("Patel Kaur Singh Sharma Dhillon Mistry Nair D'Souza Gill Bains Iyer Reddy"),
    _ids("asian_indian " * 6 + "mixed_white_asian"),
)

_BANGLADESHI = Background(
    4,
    _words("Nusrat Tahmina Rumana Sadia Jannat Taslima Farzana Sultana"),
    _words("Rakib Shafiq Tanvir Abdul-Karim Jubayer Mahbub Nazmul Rafi"),
    _words("Begum Uddin Miah Chowdhury Rahman Khatun Ali Sarkar Talukdar"),
    _ids("asian_bangladeshi"),
)

_SOMALI = Background(
    5,
    _words("Hodan Ifrah Sagal Hamdi Ayaan Faduma Nasteho Ladan Idil Halima"),
    _words("Abdirahman Liban Guled Mahad Zakaria Abdi Warsame Bashir Ayub Idris"),
    _words(
        "Warsame Abdullahi Farah Jama Hersi Osman Duale Ismail Nur Hassan-Abdi Egal"
    ),
    _ids("black_african"),
)

_WEST_AFRICAN = Background(
    4,
    _words(
        "Adaeze Ngozi Folasade Abena Akosua Chidinma Temitope Yewande Efua Blessing"
    ),
    _words("Chukwuemeka Kwame Olumide Tunde Kofi Emeka Ayodele Kwabena Segun Gift"),
    _words(
        "Okafor Adeyemi Mensah Owusu-Ansah Boateng Nwosu Balogun Eze Asante Oyelaran"
    ),
    _ids("black_african black_african black_african black_other"),
)

_CARIBBEAN = Background(
    5,
    _words("Shanice Keisha Monique Latoya Marcia Jasmine Renée Tanisha Beverley Kiara"),
    _words("Jermaine Marlon Tyrone Delroy Kemar Andre Winston Leon Jevon Malachi"),
    _words(
        "Campbell Grant Palmer-Reid Gayle Bogle St._John Francis Thelwell Morgan-Blake"
    ),
    _ids(
        "black_caribbean black_caribbean black_caribbean black_other"
        " mixed_white_black_caribbean mixed_white_black_caribbean"
        " mixed_white_black_african"
    ),
)

_POLISH = Background(
    4,
    _words("Zofia Agnieszka Kinga Ola Maja Katarzyna Wiktoria Beata Hanna"),
    _words("Jakub Szymon Kacper Wojtek Piotr Mateusz Tomasz Filip Zbigniew"),
    _words(
        "Kowalska Nowak Wisniewski Zielinska Wozniak Kaczmarek Szczepanik Lis Wrona"
    ),
    _ids("white_other"),
)

_ROMANIAN = Background(
    3,
    _words("Ioana Andreea Elena-Maria Roxana Larisa Esmeralda Florica"),
    _words("Andrei Cristian Mihai Ionut Razvan Florin Vasile"),
    _words("Popescu Ciobanu Dumitru Lacatus Munteanu Balan Stoica Caldarar"),
    _ids("white_other white_roma white_roma"),
)

_SPANISH = Background(
    2,
    _words("Lucía Inés Begoña Ximena María-José Pilar Itziar"),
    _words("José Íñigo Álvaro Andrés Martín Joaquín Nicolás"),
    _words("Muñoz Núñez García-López de_la_Cruz Ibáñez Peña Quiñones del_Río"),
    _ids("white_other white_other any_other"),
)

_PORTUGUESE = Background(
    1,
    _words("Conceição Inês Leonor Mafalda"),
    _words("João Tomé Gonçalo Duarte"),
    _words("dos_Santos Guimarães Magalhães Simões Falcão"),
    _ids("white_other"),
)

_CHINESE = Background(
    2,
    _words("Mei_Ling Xiaoyan Jia_Yi Suk-Yin Hui_Min Wing_Yan"),
    _words("Wei Chi_Ming Jun_Hao Ka-Wai Zihan Yat_Sing"),
    _words("Cheung Ng Liang Ouyang Tsang Zhao Leung Szeto"),
    _ids("asian_chinese asian_chinese asian_chinese asian_other"),
)

_ARAB = Background(
    2,
    _words("Noor Rania Lina Hiba Dalal Samar"),
    _words("Omar Khalid Anas Saif-al-Din Yazan Munir"),
    _words("al-Khatib el-Sayed Haddad Mansour bin_Yahya Darwish Sabbagh"),
    _ids("arab arab any_other"),
)

_FARTHER_EAST = Background(
    2,
    _words("Marisol Linh Jasmin Anh_Thu Shirin Parwana"),
    _words("Rommel Duc Reza Minh_Khoi Farhad Jawid"),
    _words("Nguyen Villanueva Tran Noorzai Dela_Peña Ahmadzai Pham"),
    _ids("asian_other asian_other any_other mixed_other"),
)

_NEAR_EAST_OF_EUROPE = Background(
    2,
    _words("Oksana Daryna Elif Büsra Renáta Zübeyde Ilze"),
    _words("Bohdan Taras Emre Özgür Dénes Jürgen Søren"),
    _words("Kovalenko Shevchuk Yildiz Öztürk Szabó van_der_Berg Bjørklund Özkan"),
    _ids("white_other white_other any_other"),
)

BACKGROUNDS = (
    _ENGLISH,
    _WELSH,
    _IRISH,
    _SCOTTISH,
    _PAKISTANI,
    _INDIAN,
    _BANGLADESHI,
    _SOMALI,
    _WEST_AFRICAN,
    _CARIBBEAN,
    _POLISH,
    _ROMANIAN,
    _SPANISH,
    _PORTUGUESE,
    _CHINESE,
    _ARAB,
    _FARTHER_EAST,
    _NEAR_EAST_OF_EUROPE,
)
_SHARES = [background.share for background in BACKGROUNDS]

SHORT_FORMS = {
    "Kate": "Katie",
    "Katarzyna": "Kasia",
    "Thomas-James": "TJ",
    "Samuel": "Sam",
    "Benjamin": "Ben",
    "Joshua": "Josh",
    "Matthew": "Matt",
    "Nathan": "Nate",
    "Rebecca": "Becky",
    "Victoria": "Vicky",
    "Charlotte": "Lottie",
    "Eleanor": "Ellie",
    "Stephen": "Steve",
    "Andrew": "Andy",
    "Philip": "Phil",
    "Edward": "Ted",
    "Jessica": "Jess",
    "Abdirahman": "Abdi",
    "Mateusz": "Mati",
    "Temitope": "Temi",
    "Jaspreet": "Jas",
    "Harriet": "Hattie",
}

# No postcode area of the UK begins with these; ZZ99 stands for "no fixed abode" in
# national data, so no outward code here has two digits.
OUTWARD_CODES = {
    "Ashford Vale": ("ZZ1", "ZZ2", "ZZ3", "ZZ4", "ZZ5", "ZZ6"),
    "Brookmere": ("ZY1", "ZY2", "ZY3", "ZY4", "ZY5"),
    "Castleholm": ("ZX1", "ZX2", "ZX3", "ZX4", "ZX5", "ZX7"),
}
_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def draw_background(rng: Random) -> Background:
    """Return a background, each about as often as its share."""
    return rng.choices(BACKGROUNDS, _SHARES)[0]


def draw_forename(rng: Random, background: Background, gender: str) -> str:
    """Return a forename; somebody non-binary may bear any."""
    match gender:
        case "female":
            return rng.choice(background.female)
        case "male":
            return rng.choice(background.male)
        case _:
            return rng.choice(background.female + background.male)


def draw_postcode(rng: Random, place: str) -> str:
    """Return a made-up postcode in one of the place's made-up outward codes."""
    outward = rng.choice(OUTWARD_CODES[place])
    letters = rng.choice(_INWARD_LETTERS) + rng.choice(_INWARD_LETTERS)
    return f"{outward} {rng.randrange(10)}{letters}"


def draw_nhs_number(rng: Random) -> str:
    """Return a number of the 999 range, kept for tests, with its check digit."""
    while True:
        nine = f"999{rng.randrange(1_000_000):06d}"
        check = nhs_check_digit(nine)
        if check is not None:
            return f"{nine}{check}"


def nhs_check_digit(nine: str) -> int | None:
    """Return the modulus 11 check digit of nine digits; a few have none."""
    weighed = sum((10 - place) * int(digit) for place, digit in enumerate(nine))
    check = 11 - weighed % 11
    return {11: 0, 10: None}.get(check, check)


def folded(name: str) -> str:
    """Return a name as somebody who compares names would see it: letters alone."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o"))
    return "".join(letter for letter in plain if letter.isalpha() and letter.isascii())


def spelled_otherwise(rng: Random, forename: str, surname: str) -> tuple[str, str]:
    """Return the name as another worker might well have taken it down."""
    if forename in SHORT_FORMS and rng.random() < 0.6:
        return SHORT_FORMS[forename], surname
    if "'" in surname:
        return forename, surname.replace("'", rng.choice(("’", "")))
    if "-" in surname or " " in surname:
        return forename, surname.replace(
            "-", " "
        ) if "-" in surname else surname.title()
    plain = unicodedata.normalize("NFKD", f"{forename}|{surname}".replace("ø", "o"))
    first, last = plain.encode("ascii", "ignore").decode().split("|")
    return first, last


def with_a_typo(rng: Random, name: str) -> str:
    """Return a name with two of its letters swapped or one of them left out."""
    if len(name) < 3:
        return name + name[-1]
    while True:
        at = rng.randrange(1, len(name) - 1)
        swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        typo = swapped if rng.random() < 0.6 else name[:at] + name[at + 1 :]
        if folded(typo) != folded(name):
            return typo
