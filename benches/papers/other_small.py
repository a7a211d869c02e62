"""The small forms of the other style: typed on half a sheet, with a cell for each digit, ruled for a hand."""

import words
from other_office import NAVY, RED
from stock import Form


def death(rng):
    """Makes up a death certificate."""
    return {
        "so": f"{rng.randint(1, 260):03d}",
        "quyen": str(rng.randint(1, 12)),
        "ten": words.name(rng),
        "sinh": words.date(rng, 1900, 1970),
        "mat": words.date(rng, 1975, 2010),
        "noi": words.address(rng).partition(", ")[2],
        "que": rng.choice(words.WARDS),
        "bao": words.name(rng),
        "ngay": words.date(rng, 1975, 2012),
        "ky": words.name(rng),
    }


def print_death(page, office):
    """Types a death certificate on half a sheet."""
    face, size = "machine", office.size - 0.5
    page.write(12, 12, f"Xã {office.ward}", face, size)
    page.write(12, 18, ["Số: ", ("so",), "   Quyển: ", ("quyen",)], face, size)
    page.middle(125, 12, "VIỆT NAM DÂN CHỦ CỘNG HÒA", "machine-b", size)
    page.middle(105, 30, "GIẤY BÁO TỬ", "machine-b", 16)
    rows = [
        ("Họ và tên.....: ", "ten"),
        ("Ngày sinh.....: ", "sinh"),
        ("Ngày mất......: ", "mat"),
        ("Nguyên quán...: ", "que"),
        ("Nơi ở.........: ", "noi"),
        ("Người báo.....: ", "bao"),
    ]
    for i, (label, field) in enumerate(rows):
        page.write(14, 42 + 8 * i, [label, (field,)], face, size)
    page.write(110, 94, ["Ngày ", ("ngay",)], face, size)
    office.sign(page, 150, 102, "T/M ỦY BAN")


def receipt(rng):
    """Makes up a receipt."""
    return {
        "so": words.digits(rng, 7),
        "nguoi": words.name(rng),
        "dia_chi": words.home(rng) + ", " + rng.choice(words.WARDS),
        "tien": words.digits(rng, 8),
        "ly_do": rng.choice(["Lệ phí chứng thực", "Thuế đất nông nghiệp", "Phí vệ sinh", "Quỹ đền ơn"]),
        "ngay": words.date(rng, 1995),
        "ky": words.name(rng),
    }


def print_receipt(page, office):
    """Prints a receipt with one cell for each digit of its amount."""
    page.box(5, 5, page.width - 10, page.height - 10, 1.2, colour=NAVY, round_=4)
    page.middle(page.width / 2, 18, "BIÊN LAI THU TIỀN", office.bold, 17, colour=NAVY)
    page.write(150, 13, ["Số: ", ("so",)], "machine-b", 12, colour=RED)
    for i, (label, field) in enumerate([("Người nộp:", "nguoi"), ("Địa chỉ:", "dia_chi"), ("Nội dung thu:", "ly_do")]):
        y = 36 + 11 * i
        page.write(14, y, label, office.plain, office.size)
        page.stroke([(48, y + 1.2), (195, y + 1.2)], 0.4, dash=([1, 2], 0))
        page.write(50, y, [(field,)], "gentium-i", office.size + 0.5, NAVY, hand=0.3)
    page.write(14, 73, "Số tiền (đồng):", office.plain, office.size)
    for i, digit in enumerate(page.values["tien"]):
        page.box(60 + 9 * i, 66, 8, 10, 0.5)
        page.write(62.3 + 9 * i, 73.5, digit, "gentium-i", 13, NAVY)
        page.spots["tien", i] = ([62.3 + 9 * i, 69, 2.5, 6], 13)
    page.write(110, 90, ["Ngày ", ("ngay",)], office.plain, office.size)
    office.sign(page, 150, 98, "Người thu tiền")


def household(rng):
    """Makes up a page of a household book."""
    values = {"so": words.digits(rng, 9), "chu": words.name(rng), "noi": words.address(rng)}
    for i in range(4):
        values |= {
            f"ten{i}": words.name(rng),
            f"sinh{i}": words.date(rng, 1930, 2015),
            f"nghe{i}": rng.choice(words.JOBS),
            f"cm{i}": words.digits(rng, 9),
        }
    return values


def print_household(page, office):
    """Prints a page of a household book, filled in by hand."""
    page.box(0, 0, page.width, page.height, 0, (0.97, 0.93, 0.9))
    page.middle(page.width / 2, 16, "SỔ HỘ KHẨU", office.bold, 15, colour=RED)
    page.write(12, 28, "Số:", office.plain, office.size)
    page.write(22, 28, [("so",)], "machine-b", 12, RED)
    page.write(12, 38, "Họ và tên chủ hộ:", office.plain, office.size)
    page.write(52, 38, [("chu",)], "gentium-i", office.size, NAVY, hand=0.4)
    page.block(12, 47, 124, ["Nơi thường trú: ", ("noi",)], "gentium-i", office.size)
    for i in range(4):
        y = 66 + 33 * i
        page.box(10, y - 6, page.width - 20, 31, 0.5)
        for row, (label, field) in enumerate(
            [("Họ và tên:", "ten"), ("Ngày sinh:", "sinh"), ("Nghề nghiệp:", "nghe"), ("CMND số:", "cm")]
        ):
            at = y + 7.2 * row
            page.write(13, at, label, office.plain, 10)
            page.stroke([(42, at + 1), (page.width - 13, at + 1)], 0.3, dash=([0.6, 1.6], 0))
            page.write(
                44, at, [(f"{field}{i}",)], "round" if office.seed % 2 else "gentium-i", min(office.size, 12), NAVY, hand=0.3
            )


FORMS = [
    Form("bao-tu", 210, 148, death, [print_death]),
    Form("bien-lai", 210, 148, receipt, [print_receipt]),
    Form("ho-khau", 148, 210, household, [print_household]),
]
