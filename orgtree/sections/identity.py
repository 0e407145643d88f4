"""Who a person is, where it belongs and comes from."""

from orgtree.choices import Sight
from orgtree.models import dossier
from orgtree.models.people import PartyMembership, Person, Posting
from orgtree.sections.shapes import MEMBER, PLANNED, Item, Section

CORE = Section(
    "core",
    Person,
    (
        Item(
            "full_name",
            ("Họ và tên", "Họ tên", "Họ tên khai sinh", "Họ và tên khai sinh", "Họ, chữ đệm, tên"),
            needed=MEMBER,
        ),
        Item("other_name", ("Tên khác", "Tên gọi khác", "Bí danh", "Tên thường gọi")),
        Item("sex", ("Giới tính", "Nam/nữ", "Nam, nữ", "Phái"), needed=MEMBER),
        Item(
            "birth_date",
            ("Ngày sinh", "Sinh ngày", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh"),
            needed=MEMBER,
        ),
        Item("ethnic_group", ("Dân tộc",), needed=MEMBER),
        Item("religion", ("Tôn giáo",), needed=MEMBER),
        Item("home_town", ("Quê quán", "Nguyên quán"), needed=MEMBER, suggest="places"),
        Item("home_commune_code", ("Mã xã quê quán",)),
        Item(
            "identity_number",
            ("Số CCCD", "CCCD", "Số định danh", "Số định danh cá nhân", "Số CMND/CCCD", "CMND/CCCD", "Số căn cước"),
            sight=Sight.MASKED,
            needed=PLANNED,
        ),
        Item(
            "party_card",
            ("Số thẻ đảng", "Số thẻ đảng viên", "Thẻ đảng", "Số thẻ Đảng 12 số"),
            sight=Sight.MASKED,
            needed=MEMBER,
        ),
        Item(
            "education",
            ("Trình độ chuyên môn", "Chuyên môn", "Trình độ CM", "CMNV", "Trình độ đào tạo"),
            needed=PLANNED,
        ),
        Item("theory", ("Lý luận chính trị", "LLCT", "Trình độ LLCT", "Trình độ lý luận chính trị"), needed=PLANNED),
        Item("state_management", ("Quản lý nhà nước", "QLNN", "Trình độ QLNN"), needed=PLANNED),
    ),
    months=12,
)

IDENTITY = (
    CORE,
    Section(
        "memberships",
        PartyMembership,
        (
            Item(
                "unit",
                ("Tổ chức sinh hoạt", "Chi bộ", "Nơi sinh hoạt", "Đơn vị sinh hoạt đảng", "Chi bộ sinh hoạt"),
                needed=MEMBER,
                suggest="units",
            ),
            Item("period", ("Sinh hoạt từ ngày",)),
            Item("admitted_on", ("Ngày vào Đảng", "Ngày vào", "Ngày kết nạp", "Vào Đảng ngày", "Dự bị"), needed=MEMBER),
            Item("official_on", ("Ngày chính thức", "Chính thức", "Ngày công nhận chính thức"), needed=PLANNED),
        ),
        many=True,
        order=("-period",),
        needed=MEMBER,
    ),
    Section(
        "postings",
        Posting,
        (
            Item("title", ("Chức danh", "Chức vụ"), suggest="titles"),
            Item("unit", ("Đơn vị công tác", "Đơn vị"), suggest="units"),
            Item("period", ("Giữ chức vụ từ ngày",)),
        ),
        many=True,
        order=("-period",),
    ),
    Section(
        "contact",
        dossier.Contact,
        (
            Item("birth_place", ("Nơi sinh",), needed=PLANNED, suggest="places"),
            Item("birth_registered_at", ("Nơi đăng ký khai sinh", "Nơi khai sinh", "Khai sinh"), suggest="places"),
            Item(
                "residence",
                ("Thường trú", "Nơi thường trú", "Hộ khẩu thường trú", "Nơi đăng ký thường trú"),
                needed=PLANNED,
                suggest="places",
            ),
            Item("lives_at", ("Nơi ở hiện nay", "Chỗ ở hiện nay", "Nơi ở"), suggest="places"),
            Item("temporary_residence", ("Tạm trú", "Nơi tạm trú"), suggest="places"),
            Item("phone", ("Điện thoại", "Số điện thoại", "SĐT", "ĐTDĐ"), sight=Sight.MASKED),
            Item("email", ("Thư điện tử", "Email")),
        ),
        months=12,
    ),
    Section(
        "papers",
        dossier.Papers,
        (
            Item("identity_issued_on", ("Ngày cấp CCCD", "Ngày cấp căn cước", "Ngày cấp CMND/CCCD")),
            Item("identity_issued_by", ("Nơi cấp CCCD", "Nơi cấp căn cước", "Nơi cấp CMND/CCCD")),
            Item("old_identity_number", ("CMND cũ", "Số CMND", "CMND"), sight=Sight.MASKED),
            Item("birth_province", ("Tỉnh đăng ký khai sinh",)),
            Item("party_card_issued_on", ("Ngày cấp thẻ", "Ngày cấp thẻ đảng")),
            Item("party_card_issued_by", ("Nơi cấp thẻ", "Nơi cấp thẻ đảng")),
            Item("old_party_card", ("Số thẻ theo QĐ 85", "Số thẻ đảng cũ", "Số thẻ cũ"), sight=Sight.MASKED),
            Item("profile_number", ("Số lý lịch", "Số lý lịch đảng viên", "Số LL")),
            Item("social_insurance", ("Số sổ BHXH", "Số BHXH", "Mã số BHXH"), sight=Sight.MASKED),
            Item("health_insurance", ("Số BHYT", "Số thẻ BHYT"), sight=Sight.MASKED),
        ),
    ),
    Section(
        "employment",
        dossier.Employment,
        (
            Item("job_before", ("Nghề nghiệp trước khi được tuyển dụng", "Nghề nghiệp trước tuyển dụng")),
            Item("recruited_on", ("Ngày tuyển dụng", "Ngày được tuyển dụng"), needed=PLANNED),
            Item("recruited_by", ("Cơ quan tuyển dụng",)),
            Item("here_since", ("Ngày vào cơ quan hiện nay", "Ngày về cơ quan hiện nay")),
            Item("revolution_joined_on", ("Ngày tham gia cách mạng",)),
            Item(
                "present_post",
                ("Chức vụ hiện tại", "Chức vụ, đơn vị công tác", "Chức vụ hiện nay", "Chức vụ, nơi công tác"),
                needed=PLANNED,
                suggest="posts",
            ),
            Item("appointed_on", ("Ngày bổ nhiệm",)),
            Item("reappointed_on", ("Ngày bổ nhiệm lại",)),
            Item("main_work", ("Công tác chính đang làm", "Công việc chính")),
            Item("longest_work", ("Công việc làm lâu nhất", "Công tác làm lâu nhất")),
            Item("strengths", ("Sở trường", "Sở trường công tác")),
        ),
        months=12,
    ),
    Section(
        "party",
        dossier.PartyRecord,
        (
            Item("admitted_at", ("Chi bộ kết nạp", "Nơi kết nạp", "Kết nạp tại chi bộ"), suggest="units"),
            Item("admission_decided_on", ("Ngày quyết định kết nạp",)),
            Item("introduced_by", ("Người giới thiệu 1", "Người giới thiệu thứ nhất")),
            Item("introduced_also_by", ("Người giới thiệu 2", "Người giới thiệu thứ hai")),
            Item("status", ("Trạng thái", "Tình trạng sinh hoạt", "Tình trạng")),
            Item("exempt_since", ("Ngày miễn sinh hoạt", "Ngày miễn sinh hoạt đảng")),
            Item("youth_union_on", ("Ngày vào Đoàn", "Ngày vào Đoàn TNCS Hồ Chí Minh")),
            Item("trade_union_on", ("Ngày vào Công đoàn",)),
            Item("other_unions", ("Tổ chức chính trị - xã hội khác",)),
        ),
        months=12,
    ),
    Section(
        "badges",
        dossier.PartyBadge,
        (Item("badge", ("Huy hiệu Đảng",)), Item("awarded", ("Ngày tặng huy hiệu",)), Item("decision")),
        many=True,
        order=("-awarded",),
    ),
)
