"""Papers of offices: decisions of several pages, business licences, letters, and lists of people."""

from functools import partial

import words
from stock import Form

ARTICLES = (
    "Giao Trưởng phòng Nội vụ chủ trì, phối hợp với các đơn vị liên quan tổ chức thực hiện Quyết định này theo đúng quy "
    "định hiện hành.|"
    "Kinh phí thực hiện được bố trí trong dự toán ngân sách hằng năm đã được cấp có thẩm quyền phê duyệt, bảo đảm tiết kiệm"
    " và hiệu quả.|"
    "Các hồ sơ, tài liệu hình thành trong quá trình giải quyết công việc phải được lập, nộp lưu vào lưu trữ cơ quan đúng "
    "thời hạn.|"
    "Đơn vị tiếp nhận có trách nhiệm bố trí kho tàng, trang thiết bị bảo quản và phân công cán bộ có chuyên môn phụ trách "
    "công tác này.|"
    "Định kỳ sáu tháng, một năm báo cáo kết quả thực hiện về Ủy ban nhân dân huyện để tổng hợp, theo dõi, chỉ đạo kịp "
    "thời.|"
    "Trong quá trình thực hiện nếu có khó khăn, vướng mắc, các đơn vị phản ánh bằng văn bản để được xem xét, điều chỉnh cho"
    " phù hợp."
).split("|")


def decision(rng):
    """Makes up the values of a decision."""
    values = {
        "so": f"{rng.randint(11, 2980)}/QĐ-UBND",
        "ngay": words.date(rng, 2005),
        "ong": words.name(rng),
        "ngay_sinh": words.date(rng, 1950, 1998),
        "chuc": rng.choice(["Chuyên viên", "Kế toán viên", "Văn thư", "Thanh tra viên"]),
        "bac": f"{rng.randint(2, 4)},{rng.randint(10, 98)}",
        "ngay_huong": words.date(rng, 2005),
        "to_trinh": f"{rng.randint(10, 380)}/TTr-PNV",
        "ngay_tt": words.date(rng, 2005),
        "nguoi_ky": words.name(rng),
        "tien": words.money(rng),
    }
    for page in (2, 3):
        for i in range(5):
            values |= {
                f"n{page}{i}": words.name(rng),
                f"q{page}{i}": str(rng.randint(12, 980)),
                f"ngay{page}{i}": words.date(rng, 2005),
            }
    return values


def print_decision(sheet, stock):
    """Prints the first page of a decision: dense prose."""
    y = stock.heading(sheet, number="Số: {so}")
    sheet.text(sheet.width - 20, y, f"{stock.district}, ngày {{ngay}}", stock.print, "i", stock.size, "right")
    sheet.text(sheet.width / 2, y + 12, "QUYẾT ĐỊNH", stock.print, "b", 14, "middle")
    sheet.text(sheet.width / 2, y + 18, "Về việc nâng bậc lương đối với cán bộ, công chức", stock.print, "b", stock.size, "middle")
    sheet.text(sheet.width / 2, y + 28, "ỦY BAN NHÂN DÂN HUYỆN", stock.print, "b", stock.size, "middle")
    y += 36
    for basis in (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Luật Cán bộ, công chức ngày 13 tháng 11 năm 2008;",
        "Xét đề nghị của Trưởng phòng Nội vụ tại Tờ trình số {to_trinh} ngày {ngay_tt},",
    ):
        y = sheet.prose(26, y, 164, basis, stock.print, "i", stock.size, 1.4, 8)
    sheet.text(sheet.width / 2, y + 3, "QUYẾT ĐỊNH:", stock.print, "b", stock.size, "middle")
    body = [
        "Điều 1. Nâng bậc lương đối với ông (bà) {ong}, sinh ngày {ngay_sinh}, ngạch {chuc}, hệ số lương {bac}, kể từ ngày {ngay_huong}. "
        "Mức truy lĩnh là {tien} đồng, chi trả một lần cùng kỳ lương gần nhất.",
        *(f"Điều {i + 2}. {ARTICLES[(i + stock.seed) % len(ARTICLES)]}" for i in range(4)),
        "Điều 6. Chánh Văn phòng, Trưởng phòng Nội vụ, Trưởng phòng Tài chính - Kế hoạch và ông (bà) {ong} chịu trách nhiệm thi hành.",
    ]
    y += 11
    for article in body:
        y = sheet.prose(26, y, 164, article, stock.print, "", stock.size, 1.4, 8) + 1
    stock.closing(sheet, min(y + 4, sheet.height - 48))


def print_annex(page, sheet, stock):
    """Prints page `page` of a decision: more prose with names, numbers and days."""
    sheet.text(sheet.width / 2, 14, str(page), stock.print, "", stock.size, "middle")
    y = 28
    for i in range(5):
        article = (
            f"{page}.{i + 1}. Giao ông (bà) {{n{page}{i}}} tiếp nhận hồ sơ số {{q{page}{i}}} ngày {{ngay{page}{i}}}. "
            f"{ARTICLES[(i + page) % len(ARTICLES)]} {ARTICLES[(i * 2 + page + stock.seed) % len(ARTICLES)]}"
        )
        y = sheet.prose(26, y, 164, article, stock.print, "", stock.size, 1.4, 8) + 2


def licence(rng):
    """Makes up the values of a business licence."""
    values = {
        "so": f"{words.digits(rng, 2)}{rng.choice('ABCD')}8{words.digits(rng, 6)}",
        "ngay": words.date(rng, 2000),
        "lan": str(rng.randint(1, 6)),
        "ten": f"HỘ KINH DOANH {rng.choice(words.COMPANIES).upper()}",
        "dia_chi": words.address(rng),
        "von": words.money(rng),
        "chu": words.name(rng),
        "ngay_sinh": words.date(rng, 1945, 2000),
        "cccd": words.identity(rng),
        "ngay_cccd": words.date(rng, 2015),
        "thuong_tru": words.address(rng),
        "nguoi_ky": words.name(rng),
        "dt": "02" + words.digits(rng, 8),
    }
    trades = rng.sample(words.TRADES, 4)
    return values | {f"nghe{i}": trade for i, trade in enumerate(trades)} | {f"ma{i}": words.digits(rng, 4) for i in range(4)}


def print_licence(sheet, stock):
    """Prints a business licence with a table of trades."""
    sheet.frame(10, 8, sheet.width - 20, sheet.height - 16, 1.5, "violet" if stock.seed % 2 else "black")
    y = stock.heading(sheet, 20, "PHÒNG TÀI CHÍNH - KẾ HOẠCH")
    sheet.text(sheet.width / 2, y + 8, "GIẤY CHỨNG NHẬN ĐĂNG KÝ KINH DOANH", stock.print, "b", 15, "middle")
    sheet.text(sheet.width / 2, y + 15, "Số: {so}", stock.typed, "b", stock.size, "middle")
    sheet.text(
        sheet.width / 2, y + 21, "Đăng ký lần đầu ngày {ngay}, thay đổi lần thứ {lan}", stock.print, "i", stock.size, "middle"
    )
    y += 32
    rows = [
        ("1. Tên hộ kinh doanh:", "{ten}"),
        ("2. Địa điểm:", "{dia_chi}"),
        ("    Điện thoại:", "{dt}"),
        ("3. Vốn kinh doanh (đồng):", "{von}"),
    ]
    rows += [
        ("4. Chủ hộ:", "{chu}"),
        ("    Sinh ngày:", "{ngay_sinh}"),
        ("    Căn cước số:", "{cccd}"),
        ("    Cấp ngày:", "{ngay_cccd}"),
        ("    Thường trú:", "{thuong_tru}"),
    ]
    for label, markup in rows:
        stock.line(sheet, 20, y, label, markup)
        y += 7.6
    lefts, tops = sheet.grid(20, y, [14, 112, 40], [8] * 5)
    for left, title in zip(lefts, ("STT", "Ngành, nghề kinh doanh", "Mã ngành")):
        sheet.text(left + 3, tops[1] - 2.5, title, stock.print, "b", stock.size)
    for i in range(4):
        for left, markup in zip(lefts, (str(i + 1), f"{{nghe{i}}}", f"{{ma{i}}}")):
            sheet.text(left + 3, tops[i + 2] - 2.5, markup, stock.typed, "", stock.size)
    stock.closing(sheet, tops[-1] + 12, "TRƯỞNG PHÒNG", "(Đã ký)")


def letter(rng):
    """Makes up the values of a letter."""
    return {
        "so": f"{rng.randint(10, 1900)}/UBND-{rng.choice(['VP', 'TP', 'ĐC', 'LĐ'])}",
        "ngay": words.date(rng, 2003),
        "ong": words.name(rng),
        "don": words.date(rng, 2003),
        "noi": words.address(rng),
        "thua": str(rng.randint(1, 980)),
        "to": str(rng.randint(1, 90)),
        "dien_tich": words.area(rng),
        "tien": words.money(rng),
        "han": words.date(rng, 2003),
        "nguoi_ky": words.name(rng),
    }


def print_letter(sheet, stock):
    """Prints a letter of one page."""
    y = stock.heading(sheet, number="Số: {so}")
    sheet.text(sheet.width - 20, y, f"{stock.ward}, ngày {{ngay}}", stock.print, "i", stock.size, "right")
    sheet.text(sheet.width / 2, y + 14, "Kính gửi: Ông (bà) {ong}", stock.print, "b", stock.size, "middle")
    y += 26
    for part in (
        f"Ủy ban nhân dân xã {stock.ward} nhận được đơn đề ngày {{don}} của ông (bà) {{ong}}, trú tại {{noi}}, về việc xác nhận nguồn gốc sử dụng đất.",
        "Qua kiểm tra hồ sơ địa chính, thửa đất số {thua}, tờ bản đồ số {to}, diện tích {dien_tich} m2 hiện do ông (bà) đang quản lý, sử dụng ổn định, không có tranh chấp.",
        ARTICLES[stock.seed % len(ARTICLES)],
        "Đề nghị ông (bà) nộp lệ phí {tien} đồng và bổ sung hồ sơ trước ngày {han} tại bộ phận một cửa để được giải quyết theo quy định.",
        "Ủy ban nhân dân xã thông báo để ông (bà) được biết và thực hiện./.",
    ):
        y = sheet.prose(26, y, 164, part, stock.print, "", stock.size, 1.5, 9) + 2
    for i, to in enumerate(("Nơi nhận:", "- Như trên;", "- TT Đảng ủy, HĐND (b/c);", "- Lưu: VT.")):
        sheet.text(26, y + 10 + 5 * i, to, stock.print, "bi" if i == 0 else "", 10)
    stock.closing(sheet, y + 10)


def people(rng):
    """Makes up a list of twenty people."""
    values = {
        "nam": str(rng.randint(1998, 2024)),
        "thon": str(rng.randint(1, 14)),
        "nguoi_ky": words.name(rng),
        "tong": words.money(rng),
    }
    for i in range(20):
        values |= {
            f"ten{i}": words.name(rng),
            f"ngay{i}": words.date(rng, 1940, 2010),
            f"cc{i}": words.identity(rng),
            f"tien{i}": words.money(rng),
        }
    return values


def print_people(sheet, stock):
    """Prints a list as a table."""
    size = min(stock.size, 11)
    y = stock.heading(sheet)
    sheet.text(sheet.width / 2, y + 5, "DANH SÁCH HỘ ĐƯỢC HỖ TRỢ NĂM {nam}", stock.print, "b", 13, "middle")
    sheet.text(sheet.width / 2, y + 11, "Thôn {thon}, xã " + stock.ward, stock.print, "i", stock.size, "middle")
    lefts, tops = sheet.grid(15, y + 16, [11, 58, 28, 36, 32, 18], [7.4] * 22, 0.2)
    for left, title in zip(lefts, ("TT", "Họ và tên", "Ngày sinh", "Số căn cước", "Số tiền", "Ký")):
        sheet.text(left + 2, tops[1] - 2.2, title, stock.print, "b", size)
    for i in range(20):
        row = (str(i + 1), f"{{ten{i}}}", f"{{ngay{i}}}", f"{{cc{i}}}", f"{{tien{i}}}")
        for left, markup in zip(lefts, row):
            sheet.text(
                left + 2,
                tops[i + 2] - 2.2,
                markup,
                stock.typed,
                "",
                size - 0.5 if stock.typed in ("cousine", "dejavu", "noto-sans") else size,
            )
    sheet.text(lefts[1] + 2, tops[22] - 2.2, "Tổng cộng", stock.print, "b", size)
    sheet.text(lefts[4] + 2, tops[22] - 2.2, "{tong}", stock.typed, "b", size)
    stock.closing(sheet, tops[-1] + 8)


FORMS = [
    Form("quyet-dinh", 210, 297, decision, [print_decision, partial(print_annex, 2), partial(print_annex, 3)]),
    Form("giay-phep", 210, 297, licence, [print_licence]),
    Form("cong-van", 210, 297, letter, [print_letter]),
    Form("danh-sach", 210, 297, people, [print_people]),
]
