"""The large forms of the other style: tabular, boxed, prose; none of them shares a line of layout with `forms_*`."""

import words
from other_office import NAVY
from other_small import FORMS as SMALL
from stock import Form

SUBJECTS = "Toán|Vật lý|Hóa học|Sinh học|Ngữ văn|Lịch sử|Địa lý|Tiếng Anh|Công nghệ|Thể dục|Giáo dục công dân|Tin học".split("|")


def marks(rng):
    """Makes up a school report."""
    values = {
        "ten": words.name(rng),
        "sinh": words.date(rng, 1985, 2010),
        "lop": f"{rng.randint(10, 12)}A{rng.randint(1, 9)}",
        "so": words.digits(rng, 6),
        "ky": words.name(rng),
    }
    return values | {f"d{i}{k}": f"{rng.randint(3, 9)},{rng.randint(0, 9)}" for i in range(12) for k in range(3)}


def print_marks(page, office):
    """Prints a school report: a table with shaded heads."""
    page.write(18, 20, f"TRƯỜNG THPT {office.ward.upper()}", office.bold, 11)
    page.write(150, 20, ["Sổ số: ", ("so",)], office.plain, office.size)
    page.middle(105, 36, "KẾT QUẢ HỌC TẬP CẢ NĂM", office.bold, 16)
    page.write(18, 48, ["Học sinh: ", ("ten",), "     Sinh ngày: ", ("sinh",), "     Lớp: ", ("lop",)], office.plain, office.size)
    lefts = [18, 30, 86, 118, 150, 192]
    page.box(18, 56, 174, 9, 0.8, (0.86, 0.86, 0.86))
    for i in range(13):
        page.box(18, 56 + 9 * i, 174, 9, 0.4)
    for left in lefts:
        page.stroke([(left, 56), (left, 56 + 9 * 13)], 0.5)
    for left, title in zip(lefts, ("TT", "Môn học", "Học kỳ I", "Học kỳ II", "Cả năm")):
        page.write(left + 3, 62, title, office.bold, 10)
    for i, subject in enumerate(SUBJECTS):
        y = 71 + 9 * i
        page.write(21, y, str(i + 1), office.plain, 10.5)
        page.write(33, y, subject, office.plain, 10.5)
        for k in range(3):
            page.write(lefts[2 + k] + 10, y, [(f"d{i}{k}",)], office.plain, office.size)
    office.sign(page, 150, 190, "HIỆU TRƯỞNG")


CLAUSES = (
    "Hai bên cùng thống nhất thực hiện đúng các điều khoản đã ghi trong hợp đồng này, không bên nào được tự ý thay đổi nội "
    "dung.|"
    "Trong quá trình thực hiện nếu phát sinh tranh chấp, hai bên cùng nhau bàn bạc giải quyết trên tinh thần hòa giải, hợp "
    "tác.|"
    "Bên thuê có trách nhiệm sử dụng đúng mục đích, giữ gìn tài sản và chịu mọi chi phí điện, nước phát sinh trong thời "
    "gian thuê.|"
    "Hợp đồng được lập thành bốn bản có giá trị pháp lý như nhau, mỗi bên giữ hai bản và có hiệu lực kể từ ngày ký."
).split("|")


def contract(rng):
    """Makes up a contract."""
    return {
        "so": f"{rng.randint(1, 480)}/HĐ-{rng.choice(['KT', 'TN', 'LĐ'])}",
        "a": words.name(rng),
        "b": words.name(rng),
        "cca": words.identity(rng),
        "ccb": words.identity(rng),
        "noia": words.address(rng),
        "noib": words.address(rng),
        "gia": words.money(rng),
        "tu": words.date(rng, 1998),
        "den": words.date(rng, 2005),
        "coc": words.money(rng),
        "ky": words.name(rng),
    }


def print_contract(page, office):
    """Prints the first page of a contract."""
    face, size = office.plain, office.size
    page.middle(105, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", office.bold, 13)
    page.middle(105, 27, "Độc lập – Tự do – Hạnh phúc", office.bold, 12)
    page.middle(105, 42, "HỢP ĐỒNG THUÊ NHÀ", office.bold, 18)
    page.write(88, 50, ["Số: ", ("so",)], face, size)
    y = 62
    for who, title in (("a", "BÊN CHO THUÊ"), ("b", "BÊN THUÊ")):
        page.write(20, y, title, office.bold, size)
        y = (
            page.block(
                20,
                y + 7,
                170,
                ["Ông (bà) ", (who,), ", căn cước số ", (f"cc{who}",), ", trú tại ", (f"noi{who}",), "."],
                face,
                size,
            )
            + 4
        )
    y = (
        page.block(
            20,
            y,
            170,
            [
                "Giá thuê mỗi năm là ",
                ("gia",),
                " đồng, tiền đặt cọc là ",
                ("coc",),
                " đồng, thời hạn từ ngày ",
                ("tu",),
                " đến ngày ",
                ("den",),
                ".",
            ],
            face,
            size,
        )
        + 3
    )
    for i in range(4):
        y = page.block(20, y, 170, [f"Điều {i + 1}. {CLAUSES[i]} {CLAUSES[(i + office.seed) % 4]}"], face, size) + 2


def print_contract_end(page, office):
    """Prints the last page of a contract."""
    y = 24
    for i in range(6):
        y = (
            page.block(
                20, y, 170, [f"{i + 5}. {CLAUSES[(i + 1) % 4]} {CLAUSES[(i * 3 + office.seed) % 4]}"], office.plain, office.size
            )
            + 2
        )
    page.write(24, y + 8, ["Bên thuê: ", ("b",)], office.plain, office.size)
    page.scrawl(34, y + 20, ("b", page.seed))
    office.sign(page, 150, y + 8, "CÔNG CHỨNG VIÊN")


def health(rng):
    """Makes up a health certificate."""
    values = {
        "ten": words.name(rng),
        "tuoi": str(rng.randint(17, 68)),
        "cao": str(rng.randint(145, 185)),
        "nang": str(rng.randint(41, 92)),
        "ap": f"{rng.randint(95, 160)}/{rng.randint(60, 99)}",
    }
    values |= {
        "mach": str(rng.randint(58, 99)),
        "so": f"{rng.randint(100, 9800)}/GKSK",
        "bs": words.name(rng),
        "ngay": words.date(rng, 2000),
        "ky": words.name(rng),
        "loai": rng.choice(["Loại I", "Loại II", "Loại III"]),
    }
    return values | {f"o{i}": str(rng.randint(0, 1)) for i in range(8)}


def print_health(page, office):
    """Prints a health certificate in two columns with boxes that are ticked."""
    page.box(0, 0, page.width, 9, 0, (0.75, 0.86, 0.8))
    page.middle(105, 24, "GIẤY KHÁM SỨC KHỎE", office.bold, 18)
    page.write(20, 34, ["Số: ", ("so",)], office.plain, office.size)
    page.box(20, 42, 30, 40, 0.6)
    for i, (label, field) in enumerate(
        [
            ("Họ và tên:", "ten"),
            ("Tuổi:", "tuoi"),
            ("Chiều cao (cm):", "cao"),
            ("Cân nặng (kg):", "nang"),
            ("Huyết áp:", "ap"),
            ("Mạch:", "mach"),
        ]
    ):
        page.write(58, 48 + 7 * i, [label + " ", (field,)], office.plain, office.size)
    for i, organ in enumerate(("Tuần hoàn", "Hô hấp", "Tiêu hóa", "Thần kinh", "Mắt", "Tai mũi họng", "Răng hàm mặt", "Da liễu")):
        x, y = 22 + 88 * (i % 2), 100 + 14 * (i // 2)
        page.write(x, y, organ + ": bình thường", office.plain, office.size)
        page.box(x + 64, y - 4, 5, 5, 0.7)
        if page.values[f"o{i}"] == "1":
            page.stroke([(x + 65, y - 2), (x + 66.5, y), (x + 69, y - 5)], 1.4, NAVY)
    page.write(22, 162, ["Kết luận: sức khỏe ", ("loai",), ". Bác sĩ khám: ", ("bs",)], office.plain, office.size)
    page.write(120, 174, ["Ngày ", ("ngay",)], office.plain, office.size)
    office.sign(page, 150, 184, "GIÁM ĐỐC BỆNH VIỆN")


def minutes(rng):
    """Makes up minutes taken by hand."""
    return {
        "gio": f"{rng.randint(7, 17)} giờ {rng.randint(10, 59)}",
        "ngay": words.date(rng, 1990),
        "noi": words.home(rng),
        "a": words.name(rng),
        "b": words.name(rng),
        "c": words.name(rng),
        "dt": words.area(rng),
        "thua": str(rng.randint(10, 980)),
        "tien": words.money(rng),
        "ky": words.name(rng),
    }


def print_minutes(page, office):
    """Prints minutes on ruled paper, all by hand but the title."""
    for i in range(26):
        page.stroke([(18, 50 + 8.5 * i), (195, 50 + 8.5 * i)], 0.25, (0.6, 0.7, 0.85))
    page.stroke([(30, 10), (30, 285)], 0.5, (0.9, 0.5, 0.5))
    page.middle(105, 26, "BIÊN BẢN LÀM VIỆC", office.bold, 17)
    rows = [
        ["Hôm nay, hồi ", ("gio",), " ngày ", ("ngay",)],
        ["Tại: ", ("noi",), f", xã {office.ward}"],
        ["Chúng tôi gồm có:"],
        ["1. Ông (bà) ", ("a",)],
        ["2. Ông (bà) ", ("b",)],
        ["3. Ông (bà) ", ("c",), " là người chứng kiến"],
        ["Đã tiến hành đo đạc thửa đất số ", ("thua",)],
        ["Diện tích thực tế: ", ("dt",), " m2"],
        ["Số tiền bồi thường: ", ("tien",), " đồng"],
        ["Biên bản lập xong đã đọc cho mọi người nghe"],
        ["và cùng ký tên dưới đây."],
    ]
    for i, row in enumerate(rows):
        page.write(33, 49 + 17 * (i // 2) + 8.5 * (i % 2), row, "round" if office.seed % 2 else "gentium-i", 13, NAVY, hand=0.35)
    for k, who in enumerate("abc"):
        page.scrawl(35 + 55 * k, 170, (who, page.seed), NAVY)
    office.sign(page, 150, 190, "XÁC NHẬN CỦA UBND XÃ")


def record(rng):
    """Makes up a judicial record."""
    return {
        "so": f"{rng.randint(10, 990)}/STP-LLTP",
        "ten": words.name(rng),
        "sinh": words.date(rng, 1950, 2003),
        "cc": words.identity(rng),
        "cap": words.date(rng, 2014),
        "noi": words.address(rng).partition(", ")[2],
        "cha": words.name(rng),
        "me": words.name(rng),
        "vo": words.name(rng),
        "ngay": words.date(rng, 2011),
        "ky": words.name(rng),
        "dt": "03" + words.digits(rng, 8),
    }


def print_record(page, office):
    """Prints a judicial record: labels in a shaded column, values beside them."""
    page.write(20, 20, "SỞ TƯ PHÁP TỈNH", office.bold, 12)
    page.write(20, 26, office.province.upper(), office.bold, 12)
    page.write(140, 20, ["Số: ", ("so",)], office.plain, office.size)
    page.middle(105, 44, "PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1", office.bold, 16)
    rows = [
        ("Họ và tên", "ten"),
        ("Ngày sinh", "sinh"),
        ("Số căn cước", "cc"),
        ("Ngày cấp", "cap"),
        ("Nơi thường trú", "noi"),
        ("Cha", "cha"),
        ("Mẹ", "me"),
        ("Vợ hoặc chồng", "vo"),
        ("Điện thoại", "dt"),
    ]
    for i, (label, field) in enumerate(rows):
        y = 56 + 12 * i
        page.box(20, y, 46, 12, 0.4, (0.9, 0.92, 0.96))
        page.box(66, y, 126, 12, 0.4)
        page.write(23, y + 7.5, label, office.bold, 10)
        page.write(69, y + 7.5, [(field,)], office.plain, min(office.size, 12))
    page.write(20, 176, "Tình trạng án tích: Không có án tích", office.bold, office.size)
    page.write(120, 186, ["Ngày ", ("ngay",)], office.plain, office.size)
    office.sign(page, 150, 194, "KT. GIÁM ĐỐC")


FORMS = [
    *SMALL,
    Form("hoc-ba", 210, 297, marks, [print_marks]),
    Form("hop-dong", 210, 297, contract, [print_contract, print_contract_end]),
    Form("suc-khoe", 210, 297, health, [print_health]),
    Form("bien-ban", 210, 297, minutes, [print_minutes]),
    Form("ly-lich", 210, 297, record, [print_record]),
]
