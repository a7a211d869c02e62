"""Forms of civil status: birth extract, marriage certificate, marital status, and a declaration filled in by hand."""

import ink
import words
from stock import Form


def birth(rng):
    """Makes up the values of a birth extract."""
    return {
        "so": f"{rng.randint(1, 420)}/TLKS-BS",
        "quyen": f"0{rng.randint(1, 4)}/{rng.randint(1986, 2023)}",
        "ten": words.name(rng),
        "gioi": rng.choice(["Nam", "Nữ"]),
        "ngay_sinh": words.date(rng),
        "dan_toc": rng.choice(words.PEOPLES),
        "noi_sinh": f"Trạm y tế xã {rng.choice(words.WARDS)}",
        "que": f"xã {rng.choice(words.WARDS)}, {rng.choice(words.PROVINCES)}",
        "dinh_danh": words.identity(rng),
        "cha": words.name(rng),
        "nam_cha": str(rng.randint(1940, 1995)),
        "me": words.name(rng),
        "nam_me": str(rng.randint(1940, 1998)),
        "cu_tru": words.address(rng),
        "ngay_cap": words.date(rng, 2005),
        "nguoi_ky": words.name(rng),
    }


def print_birth(sheet, stock):
    """Prints a birth extract in a double frame."""
    sheet.frame(12, 8, sheet.width - 22, sheet.height - 18, 0.8)
    sheet.frame(13.4, 9.4, sheet.width - 24.8, sheet.height - 20.8, 0.2)
    y = stock.heading(sheet, 20, number="Số: {so}")
    sheet.text(sheet.width / 2, y + 10, "TRÍCH LỤC KHAI SINH", stock.print, "b", 17, "middle", "red" if stock.seed % 2 else "black")
    sheet.text(sheet.width / 2, y + 16, "(BẢN SAO)", stock.print, "b", 12, "middle")
    rows = [
        ("Họ, chữ đệm, tên:", "{ten}"),
        ("Ngày, tháng, năm sinh:", "{ngay_sinh}"),
        ("Giới tính:", "{gioi}"),
        ("Dân tộc:", "{dan_toc}"),
        ("Quốc tịch:", "Việt Nam"),
        ("Nơi sinh:", "{noi_sinh}"),
        ("Quê quán:", "{que}"),
        ("Số định danh cá nhân:", "{dinh_danh}"),
        ("Họ, chữ đệm, tên người mẹ:", "{me}"),
        ("Năm sinh:", "{nam_me}"),
        ("Nơi cư trú:", "{cu_tru}"),
        ("Họ, chữ đệm, tên người cha:", "{cha}"),
        ("Năm sinh:", "{nam_cha}"),
        ("Đăng ký khai sinh tại:", f"UBND xã {stock.ward}, huyện {stock.district}"),
        ("Quyển số:", "{quyen}"),
    ]
    y += 28
    for label, markup in rows:
        stock.line(sheet, 22, y, label, markup, 166 if stock.seed % 2 else None)
        y += 8.3
    sheet.text(sheet.width - 22, y + 2, "Ngày cấp: {ngay_cap}", stock.typed, "i", stock.size, "right")
    stock.closing(sheet, y + 10)


def marriage(rng):
    """Makes up the values of a marriage certificate."""
    values = {"so": str(rng.randint(1, 180)), "ngay_dk": words.date(rng, 1990), "nguoi_ky": words.name(rng)}
    for who in ("chong", "vo"):
        values |= {
            who: words.name(rng),
            f"ngay_{who}": words.date(rng, 1950, 2002),
            f"dt_{who}": rng.choice(words.PEOPLES),
            f"cu_tru_{who}": words.address(rng),
            f"gt_{who}": words.identity(rng),
        }
    return values


def print_marriage(sheet, stock):
    """Prints a marriage certificate: two columns on a pale pattern."""
    for i in range(24):
        y = 12 + i * 11.5
        sheet.curve([(10 + 10 * k, y + (5 if k % 2 else -5)) for k in range(20)], 0.3, "pale")
    sheet.frame(9, 9, sheet.width - 18, sheet.height - 18, 1.2, "red")
    y = stock.heading(sheet, 20)
    sheet.text(sheet.width / 2, y + 12, "GIẤY CHỨNG NHẬN KẾT HÔN", stock.print, "b", 19, "middle", "red")
    sheet.text(sheet.width / 2, y + 20, "Số: {so}", stock.typed, "", stock.size, "middle")
    for x, who, title in ((18, "chong", "chồng"), (108, "vo", "vợ")):
        at = y + 32
        sheet.text(x, at, f"Họ, chữ đệm, tên {title}:", stock.print, "b", stock.size)
        sheet.text(x, at + 7, f"{{{who}}}", stock.typed, "b", stock.size)
        stock.line(sheet, x, at + 16, "Ngày sinh:", f"{{ngay_{who}}}")
        stock.line(sheet, x, at + 24, "Dân tộc:", f"{{dt_{who}}}")
        stock.line(sheet, x, at + 32, "Quốc tịch:", "Việt Nam")
        sheet.text(x, at + 40, "Nơi cư trú:", stock.print, "", stock.size)
        sheet.prose(x, at + 47, 82, f"{{cu_tru_{who}}}", stock.typed, "", stock.size)
        sheet.text(x, at + 66, "Giấy tờ tùy thân:", stock.print, "", stock.size)
        sheet.text(x, at + 73, f"Căn cước công dân số {{gt_{who}}}", stock.typed, "", stock.size)
        sheet.text(x + 35, at + 96, title.upper(), stock.print, "b", stock.size, "middle")
        ink.signature(sheet, x + 35, at + 110, (f"{who} {sheet.seed}", sheet.seed))
    sheet.rule(104, y + 28, 104, y + 150)
    sheet.text(
        sheet.width / 2, y + 160, f"Đăng ký tại UBND xã {stock.ward}, ngày {{ngay_dk}}", stock.typed, "i", stock.size, "middle"
    )
    stock.closing(sheet, y + 170)


def status(rng):
    """Makes up the values of a confirmation of marital status."""
    return {
        "so": f"{rng.randint(1, 600)}/UBND-XNTTHN",
        "ngay": words.date(rng, 2010),
        "ten": words.name(rng),
        "ngay_sinh": words.date(rng, 1950, 2003),
        "dan_toc": rng.choice(words.PEOPLES),
        "giay_to": words.identity(rng),
        "cu_tru": words.address(rng),
        "de_nghi": words.name(rng),
        "tu_ngay": words.date(rng, 2005),
        "muc_dich": rng.choice(["đăng ký kết hôn", "mua bán nhà đất", "vay vốn ngân hàng", "bổ túc hồ sơ"]),
        "nguoi_ky": words.name(rng),
    }


def print_status(sheet, stock):
    """Prints a confirmation of marital status."""
    y = stock.heading(sheet, number="Số: {so}")
    sheet.text(sheet.width - 20, y + 1, f"{stock.ward}, ngày {{ngay}}", stock.print, "i", stock.size, "right")
    sheet.text(sheet.width / 2, y + 14, "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", stock.print, "b", 14, "middle")
    sheet.text(sheet.width / 2, y + 24, f"ỦY BAN NHÂN DÂN XÃ {stock.ward.upper()}", stock.print, "b", stock.size, "middle")
    y = sheet.prose(
        24,
        y + 34,
        164,
        "Xét đề nghị của ông/bà {de_nghi}, về việc cấp Giấy xác nhận tình trạng hôn nhân cho {ten},",
        stock.print,
        "",
        stock.size,
        1.5,
        8,
    )
    sheet.text(sheet.width / 2, y + 4, "XÁC NHẬN:", stock.print, "b", stock.size, "middle")
    y += 13
    rows = [
        ("Họ, chữ đệm, tên:", "{ten}"),
        ("Ngày, tháng, năm sinh:", "{ngay_sinh}"),
        ("Dân tộc:", "{dan_toc}"),
        ("Giấy tờ tùy thân:", "{giay_to}"),
    ]
    for label, markup in rows:
        stock.line(sheet, 24, y, label, markup)
        y += 8
    y = sheet.prose(24, y, 164, "Nơi cư trú: {cu_tru}.", stock.typed, "", stock.size, 1.5)
    y = sheet.prose(
        24,
        y,
        164,
        "Trong thời gian cư trú tại địa phương từ ngày {tu_ngay} đến nay chưa đăng ký kết hôn với ai.",
        stock.print,
        "",
        stock.size,
        1.5,
        8,
    )
    y = sheet.prose(
        24,
        y,
        164,
        "Giấy này được cấp để: {muc_dich}. Có giá trị trong thời hạn 06 tháng, kể từ ngày cấp.",
        stock.print,
        "",
        stock.size,
        1.5,
        8,
    )
    stock.closing(sheet, y + 12)


def declaration(rng):
    """Makes up what a hand fills into a declaration."""
    return {
        "ten": words.name(rng),
        "ngay_sinh": words.date(rng, 1940, 2003),
        "giay_to": words.identity(rng),
        "noi": words.home(rng),
        "xa": rng.choice(words.WARDS),
        "nghe": rng.choice(words.JOBS),
        "con": words.name(rng),
        "ngay_con": words.date(rng, 1990),
        "dien_thoai": "09" + words.digits(rng, 8),
        "ngay": words.date(rng, 2008),
        "ly_do": rng.choice(["mất bản chính", "hư hỏng", "đi học", "đi làm"]),
        "can_bo": words.name(rng),
    }


def print_declaration(sheet, stock):
    """Prints a declaration with dotted rules, filled in by hand."""
    middle = sheet.width / 2
    sheet.text(middle, 18, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", stock.print, "b", 12, "middle")
    sheet.text(middle, 24, "Độc lập - Tự do - Hạnh phúc", stock.print, "b", 12, "middle")
    sheet.rule(middle - 25, 26, middle + 25, 26)
    sheet.text(middle, 38, "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH", stock.print, "b", 14, "middle")
    sheet.text(middle, 48, f"Kính gửi: Ủy ban nhân dân xã {stock.ward}", stock.print, "", stock.size, "middle")
    rows = [
        ("Họ, chữ đệm, tên người yêu cầu:", "{ten}"),
        ("Ngày, tháng, năm sinh:", "{ngay_sinh}"),
        ("Giấy tờ tùy thân:", "{giay_to}"),
        ("Nghề nghiệp:", "{nghe}"),
        ("Nơi cư trú:", "{noi}"),
        ("Xã, phường:", "{xa}"),
        ("Điện thoại:", "{dien_thoai}"),
        ("Đề nghị cấp bản sao cho người có tên dưới đây:", ""),
        ("Họ, chữ đệm, tên:", "{con}"),
        ("Ngày, tháng, năm sinh:", "{ngay_con}"),
        ("Lý do:", "{ly_do}"),
        ("Số lượng bản sao yêu cầu cấp:", "02 bản"),
    ]
    y = 64
    for label, markup in rows:
        stock.line(sheet, 25, y, label, markup, 165, by_hand=True)
        y += 10.5
    y = sheet.prose(
        25,
        y,
        165,
        "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình.",
        stock.print,
        "",
        stock.size,
        1.5,
        8,
    )
    sheet.hand(125, y + 8, "Ngày {ngay}", stock.size)
    sheet.text(150, y + 16, "Người yêu cầu", stock.print, "b", stock.size, "middle")
    ink.signature(sheet, 150, y + 30, (sheet.seed, sheet.seed))
    sheet.text(60, y + 16, "Cán bộ tiếp nhận", stock.print, "b", stock.size, "middle")
    sheet.text(60, y + 44, "{can_bo}", stock.typed, "", stock.size, "middle")


FORMS = [
    Form("khai-sinh", 210, 297, birth, [print_birth]),
    Form("ket-hon", 210, 297, marriage, [print_marriage]),
    Form("hon-nhan", 210, 297, status, [print_status]),
    Form("to-khai", 210, 297, declaration, [print_declaration]),
]
