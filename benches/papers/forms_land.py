"""Land-use certificates with a plan and a table of corners, and cards of half the size."""

import ink
import words
from stock import Form


def land(rng):
    """Makes up the values of a land-use certificate."""
    values = {
        "seri": f"{rng.choice('ABCD')}{rng.choice('ĐEGH')} {words.digits(rng, 6)}",
        "ong": words.name(rng),
        "ba": words.name(rng),
        "nam_ong": str(rng.randint(1935, 1990)),
        "nam_ba": str(rng.randint(1935, 1992)),
        "cmnd": words.digits(rng, 9),
        "noi": words.address(rng).partition(", ")[2],
        "thua": str(rng.randint(1, 990)),
        "to": str(rng.randint(1, 99)),
        "dien_tich": words.area(rng),
        "muc": rng.choice(words.LAND),
        "han": words.date(rng, 2035, 2070),
        "vao_so": f"CH {words.digits(rng, 5)}",
        "ngay": words.date(rng, 1998),
        "nguoi_ky": words.name(rng),
    }
    corners = rng.randint(4, 5)
    for i in range(6):
        values[f"canh{i}"] = f"{rng.randint(4, 48)},{rng.randint(0, 99):02d}" if i < corners else ""
        values[f"x{i}"] = f"14{words.digits(rng, 5)},{rng.randint(0, 99):02d}" if i < corners else ""
    return values


def print_land(sheet, stock):
    """Prints a land-use certificate: text above, plan and table of corners below."""
    sheet.frame(8, 8, sheet.width - 16, sheet.height - 16, 1.0, "red")
    y = stock.heading(sheet, 18)
    sheet.text(sheet.width / 2, y + 6, "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", stock.print, "b", 15, "middle", "red")
    sheet.text(sheet.width - 20, y + 13, "{seri}", "cousine", "b", 13, "right", "red")
    rows = [
        ("I. Người sử dụng đất: Ông", "{ong}"),
        ("   Năm sinh:", "{nam_ong}"),
        ("   Và vợ là bà:", "{ba}"),
        ("   Năm sinh:", "{nam_ba}"),
        ("   CMND số:", "{cmnd}"),
        ("   Địa chỉ:", "{noi}"),
        ("II. Thửa đất số:", "{thua}"),
        ("   Tờ bản đồ số:", "{to}"),
        ("   Diện tích (m2):", "{dien_tich}"),
        ("   Mục đích sử dụng:", "{muc}"),
        ("   Thời hạn sử dụng đến:", "{han}"),
    ]
    y += 22
    for label, markup in rows:
        stock.line(sheet, 18, y, label, markup)
        y += 6.8
    plan(sheet, 18, y + 6, stock)
    lefts, tops = sheet.grid(118, y + 4, [14, 28, 32], [7] * 7, 0.2)
    for left, title in zip(lefts, ("Đỉnh", "Cạnh (m)", "Tọa độ X")):
        sheet.text(left + 1.5, tops[1] - 2, title, stock.print, "b", 10)
    for i in range(6):
        for left, markup in zip(lefts, (str(i + 1), f"{{canh{i}}}", f"{{x{i}}}")):
            sheet.text(left + 1.5, tops[i + 2] - 2, markup, stock.typed, "", 10)
    sheet.text(20, y + 78, "Số vào sổ cấp GCN: {vao_so}", stock.typed, "", stock.size)
    sheet.text(20, y + 85, "Ngày cấp: {ngay}", stock.typed, "", stock.size)
    stock.closing(sheet, y + 72, "TM. ỦY BAN NHÂN DÂN HUYỆN")


def plan(sheet, x, y, stock):
    """Draws the parcel, whose shape follows from the paper and not from its values."""
    number = sheet.seed % 13
    corners = [(x + 12, y + 8 + number), (x + 62 + number, y + 4), (x + 80, y + 38), (x + 50 - number, y + 56), (x + 10, y + 46)]
    sheet.frame(x, y - 2, 92, 64, 0.25)
    sheet.polygon(corners, 0.35)
    for i, (cx, cy) in enumerate(corners):
        sheet.text(cx + 1, cy - 1, str(i + 1), stock.print, "", 10)
        sheet.rule(cx - 3, cy - 5, cx + 2, cy - 9, 0.15)
    sheet.text(x + 34, y + 32, "{thua}", stock.typed, "b", 12)
    sheet.text(x + 32, y + 38, "{dien_tich}", stock.typed, "", 10)


def card(rng):
    """Makes up the values of a card."""
    return {
        "so": words.digits(rng, 10),
        "ten": words.name(rng),
        "ngay_sinh": words.date(rng, 1940, 2015),
        "gioi": rng.choice(["Nam", "Nữ"]),
        "noi": words.address(rng),
        "benh_vien": f"Trung tâm Y tế huyện {rng.choice(words.DISTRICTS)}",
        "tu": words.date(rng, 2010),
        "den": words.date(rng, 2016),
        "ma": f"GD4{words.digits(rng, 12)}",
        "nguoi_ky": words.name(rng),
    }


def print_card(sheet, stock):
    """Prints a card of half an A4 lying across, with a place for a photograph."""
    sheet.frame(6, 6, sheet.width - 12, sheet.height - 12, 0.6, "blue")
    stock.heading(sheet, 14)
    sheet.text(sheet.width / 2 + 14, 36, "THẺ QUẢN LÝ HỘ TỊCH", stock.print, "b", 14, "middle", "red")
    sheet.frame(14, 34, 30, 40, 0.25)
    ink.signature(sheet, 29, 54, (sheet.seed, sheet.seed), "black", 22)
    rows = [
        ("Số:", "{so}"),
        ("Họ và tên:", "{ten}"),
        ("Ngày sinh:", "{ngay_sinh}"),
        ("Giới tính:", "{gioi}"),
        ("Mã số:", "{ma}"),
        ("Nơi đăng ký:", "{benh_vien}"),
        ("Giá trị từ:", "{tu}"),
        ("đến:", "{den}"),
    ]
    y = 46
    for label, markup in rows:
        stock.line(sheet, 52, y, label, markup)
        y += 7
    sheet.prose(14, y + 2, 90, "Địa chỉ: {noi}", stock.typed, "", 10)
    stock.closing(sheet, y - 3, "GIÁM ĐỐC", "", sheet.width - 48)


FORMS = [
    Form("dat-dai", 210, 297, land, [print_land]),
    Form("the", 210, 148, card, [print_card]),
]
