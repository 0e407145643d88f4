"""Legal documents of planning (`domain.md` §2): numbers repeat every term, so each has its issuer and its day."""

from dataclasses import dataclass
from datetime import date

from orgtree.choices import Confidence
from planning.choices import DocumentState

S, S2 = Confidence.SEEN, Confidence.SECOND_HAND
IN_FORCE, REPLACED, DONE, UNCHECKED = DocumentState

POLITBURO, CENTRAL, SECRETARIAT = "Bộ Chính trị", "Ban Chấp hành Trung ương", "Ban Bí thư"
BOARD = "Ban Tổ chức Trung ương"


@dataclass(frozen=True, slots=True)
class Document:
    """One document; `by` is the key of the one that replaced it."""

    key: str
    number: str
    issuer: str
    day: date
    title: str
    state: DocumentState
    confidence: Confidence = S
    by: str = ""
    address: str = ""
    note: str = ""


DOCUMENTS = (
    Document("NQ42", "42-NQ/TW", f"{POLITBURO} khóa IX", date(2004, 11, 30),
             "Công tác quy hoạch cán bộ lãnh đạo, quản lý thời kỳ công nghiệp hóa, hiện đại hóa", UNCHECKED),
    Document("HD47", "47-HD/BTCTW", BOARD, date(2005, 5, 24), "Hướng dẫn thực hiện Nghị quyết 42", REPLACED, by="HD22"),
    Document("HD22", "22-HD/BTCTW", BOARD, date(2008, 10, 21), "Hướng dẫn thực hiện Nghị quyết 42", REPLACED,
             by="HD15", address="https://thuvienphapluat.vn/van-ban/Bo-may-hanh-chinh/"
             "Huong-dan-22-HD-BTCTW-quy-hoach-can-bo-lanh-dao-quan-ly-thoi-ky-cong-nghiep-139250.aspx"),
    Document("DL2011", "Điều lệ Đảng", "Đại hội XI", date(2011, 1, 19), "Điều lệ Đảng Cộng sản Việt Nam", IN_FORCE),
    Document("KL24", "24-KL/TW", f"{POLITBURO} khóa XI", date(2012, 6, 5),
             "Đẩy mạnh quy hoạch và luân chuyển cán bộ lãnh đạo, quản lý đến năm 2020 và những năm tiếp theo",
             UNCHECKED),
    Document("HD15", "15-HD/BTCTW", BOARD, date(2012, 11, 5),
             "Công tác quy hoạch cán bộ lãnh đạo, quản lý theo Nghị quyết 42 và Kết luận 24", REPLACED, by="HD16",
             address="https://vuidap.com/huong-dan-cong-tac-quy-hoach-can-bo-moi-nhat/amp"),
    Document("CT36", "36-CT/TW", POLITBURO, date(2014, 5, 30), "Đại hội đảng bộ các cấp tiến tới Đại hội XII", DONE,
             note="Ngày ban hành theo hiểu biết chung"),
    Document("QD29", "29-QĐ/TW", CENTRAL, date(2016, 7, 25), "Thi hành Điều lệ Đảng", REPLACED, by="QD24"),
    Document("HD06_2017", "06-HD/BTCTW", BOARD, date(2017, 2, 24), "Sửa đổi, bổ sung Hướng dẫn 15 năm 2012", UNCHECKED),
    Document("NQ26", "26-NQ/TW", f"{CENTRAL} khóa XII", date(2018, 5, 19), "Xây dựng đội ngũ cán bộ các cấp", IN_FORCE,
             address="http://laodongthudo.vn/den-nam-2030-co-ban-xay-dung-duoc-doi-ngu-can-bo-lanh-dao-quan-ly-cap-"
             "chien-luoc-ngang-tam-nhiem-vu-75395.html"),
    Document("CT35_2019", "35-CT/TW", POLITBURO, date(2019, 5, 30), "Đại hội đảng bộ các cấp nhiệm kỳ 2020-2025", DONE,
             address="https://plo.vn/thoi-su/khong-de-bi-chi-phoi-boi-tin-gia-khi-lam-nhan-su-866310.html"),
    Document("KH217", "217-KH/TU", "Tỉnh ủy Nghệ An", date(2019, 11, 14), "Rà soát, bổ sung quy hoạch cán bộ",
             UNCHECKED, note="Văn bản của tỉnh khác, dùng để tham khảo"),
    Document("ND135", "135/2020/NĐ-CP", "Chính phủ", date(2020, 11, 18), "Tuổi nghỉ hưu", IN_FORCE,
             address="https://thuvienphapluat.vn/van-ban/Lao-dong-Tien-luong/"
             "Nghi-dinh-135-2020-ND-CP-tuoi-nghi-huu-445512.aspx", note="Ngày ban hành theo hiểu biết chung"),
    Document("KL08", "08-KL/TW", POLITBURO, date(2021, 6, 15), "Tuổi bổ nhiệm, giới thiệu cán bộ ứng cử", UNCHECKED,
             address="https://tintuc.thuvienphapluat.com/ho-tro-phap-luat/tu-van-phap-luat/37130/"
             "tuoi-bo-nhiem-can-bo-xac-dinh-theo-lo-trinh-tang-tuoi-nghi-huu"),
    Document("HD06_2021", "06-HD/BTCTW", BOARD, date(2021, 7, 26), "Hướng dẫn thực hiện Kết luận 08", UNCHECKED),
    Document("QD24", "24-QĐ/TW", CENTRAL, date(2021, 7, 30), "Thi hành Điều lệ Đảng", UNCHECKED,
             note="Có nguồn gián tiếp nói đã được thay bằng Quy định 294-QĐ/TW năm 2025"),
    Document("QD50", "50-QĐ/TW", POLITBURO, date(2021, 12, 27), "Công tác quy hoạch cán bộ", REPLACED, by="QD377",
             address="https://hethongphapluat.vn/quy-dinh-50-qd-tw-nam-2021-ve-cong-tac-quy-hoach-can-bo-do-ban-chap-"
             "hanh-trung-uong-ban-hanh.html"),
    Document("HD16", "16-HD/BTCTW", BOARD, date(2022, 2, 15), "Hướng dẫn thực hiện Quy định 50", UNCHECKED,
             note="Hướng dẫn một quy định đã được thay; chưa tìm thấy hướng dẫn mới"),
    Document("QD124", "124-QĐ/TW", POLITBURO, date(2023, 10, 4),
             "Kiểm điểm, đánh giá, xếp loại chất lượng hằng năm", UNCHECKED, S2),
    Document("CT35_2024", "35-CT/TW", POLITBURO, date(2024, 6, 14), "Đại hội đảng bộ các cấp nhiệm kỳ 2025-2030",
             REPLACED, by="CT45"),
    Document("KL118", "118-KL/TW", POLITBURO, date(2025, 1, 18), "Điều chỉnh Chỉ thị 35 năm 2024", REPLACED, by="CT45"),
    Document("CT45", "45-CT/TW", POLITBURO, date(2025, 4, 14),
             "Đại hội đảng bộ các cấp nhiệm kỳ 2025-2030 sau sắp xếp", IN_FORCE,
             address="https://tintuc.thuvienphapluat.com/ho-tro-phap-luat/chinh-sach-moi/83511/"
             "do-tuoi-tham-gia-cap-uy-chinh-quyen-va-mat-tran-to-quoc-chi-thi-45-ct-tw"),
    Document("QD377", "377-QĐ/TW", POLITBURO, date(2025, 10, 8),
             "Phân cấp quản lý cán bộ và quy hoạch, bổ nhiệm, giới thiệu ứng cử, tạm đình chỉ công tác, "
             "cho thôi giữ chức vụ, từ chức, miễn nhiệm", IN_FORCE,
             address="https://hatinh24h.com.vn/quy-dinh-ve-gioi-thieu-nhan-su-de-trung-uong-xem-xet-bau-tong-bi-thu-"
             "bo-chinh-tri-ban-bi-thu-a192003.html"),
)  # fmt: skip
