"""Vietnamese names, places, dates and numbers for made-up papers. Every person, office and number is invented.

Leaves to `forms_*` which of them stand on which form.
"""

FAMILY = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Lương Trịnh Đoàn Tạ Mạc Quách Tô Cao Thái".split()
)
MIDDLE = "Văn Thị Đức Ngọc Minh Hữu Thanh Quốc Xuân Thu Kim Hồng Bá Đình Công Như Mỹ Phương Diệu Khánh Gia Bảo Tuấn Anh".split()
GIVEN = (
    "An Ánh Bình Cường Châu Dũng Dung Duyên Đạt Điệp Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa Hùng Huệ Hương Khoa Lan Lâm "
    "Linh Loan Long Lực Mai Mạnh Nam Nga Ngân Nghĩa Nhung Oanh Phong Phúc Phượng Quân Quyên Sơn Tâm Tấn Thảo Thắng Thịnh "
    "Thủy Toàn Trang Trí Trung Tú Tuyết Uyên Vân Việt Vinh Yến Ẩn Ý Đông Thơ Thọ Ưng Nhẫn Kỳ Vỹ Lộc Lợi Tường"
).split()
WARDS = (
    "Tân Lập|Hòa Thuận|Bình An|Phú Lợi|Đông Hưng|Vĩnh Thạnh|Mỹ Đức|An Khê|Quảng Ngãi Hạ|Thượng Lâm|Nghĩa Trung|Cẩm Đường|"
    "Sơn Lộ|Trường Xuân|Xuân Ái|Đại Từ|Ia Pếch|Ea Knuêk|Hưng Yên Nhân|Phước Hậu"
).split("|")
DISTRICTS = "Krông Nấp|Lục Sơn|Thanh Bài|Đức Hiệp|Mộ Trạch|Kỳ Thượng|Chư Mố|Tứ Lộc|Ứng Hạ|Phù Lưu".split("|")
PROVINCES = "Đắk Lôk|Quảng Nhân|Thái Hà|Bắc Giảng|Kiên Phước|Hòa Lạc|Nghệ Tĩnh|Lâm Viên".split("|")
STREETS = "Trần Hưng|Lê Lợi|Nguyễn Huệ|Hai Bà Trưng|Phan Chu|Lý Thường|Điện Biên|Hùng Vương|Y Ngông|Quang Trung".split("|")
PEOPLES = "Kinh|Tày|Ê Đê|Mường|Nùng|Gia Rai|Thái|Dao|Khơ Me|Hmông".split("|")
JOBS = "làm ruộng|giáo viên|thợ may|công nhân|kế toán|buôn bán|lái xe|thợ mộc|y tá|cán bộ xã".split("|")
TRADES = (
    "Bán lẻ lương thực, thực phẩm|Sửa chữa xe có động cơ|Xây dựng nhà để ở|Vận tải hàng hóa bằng đường bộ|Trồng cây cà phê|"
    "Sản xuất đồ gỗ|Dịch vụ ăn uống|Buôn bán phân bón|Gia công cơ khí|May trang phục|In ấn, quảng cáo|Nuôi trồng thủy sản"
).split("|")
COMPANIES = "Phú Thịnh|Đại Phát|Hưng Lộc|Minh Khôi|Tấn Tài|An Bình|Trường Sơn|Việt Ý|Hoàng Ân|Ngọc Lễ|Bảo Châu|Thiên Hương".split(
    "|"
)
LAND = "Đất ở tại nông thôn|Đất trồng cây lâu năm|Đất trồng lúa|Đất ở tại đô thị|Đất nuôi trồng thủy sản".split("|")


def name(rng):
    """A person's name of three or four words."""
    middle = [rng.choice(MIDDLE) for _ in range(rng.choice([1, 1, 2]))]
    return " ".join([rng.choice(FAMILY), *middle, rng.choice(GIVEN)])


def date(rng, first=1950, last=2024):
    """A day as `dd/mm/yyyy`."""
    return f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(first, last)}"


def digits(rng, count):
    """A number of `count` digits that does not begin with 0."""
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def identity(rng):
    """An identity number of twelve digits that no person has: no place of birth begins with 000."""
    return "000" + digits(rng, 11)[2:]


def home(rng):
    """An address below the ward."""
    return rng.choice(
        [f"Thôn {rng.randint(1, 14)}", f"Số {rng.randint(1, 320)} đường {rng.choice(STREETS)}", f"Tổ dân phố {rng.randint(1, 20)}"]
    )


def address(rng):
    """An address from the house to the province."""
    return f"{home(rng)}, xã {rng.choice(WARDS)}, huyện {rng.choice(DISTRICTS)}, tỉnh {rng.choice(PROVINCES)}"


def money(rng):
    """An amount in đồng with dots between the thousands."""
    return f"{rng.randint(12, 980) * 100_000:,}".replace(",", ".")


def area(rng):
    """An area in square metres with one decimal."""
    return f"{rng.randint(60, 4200)},{rng.randint(0, 9)}"
