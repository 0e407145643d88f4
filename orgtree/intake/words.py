"""What people write for the levels that a dossier chooses from, besides the words of the interface."""

from orgtree.choices import Education, Sex, StateManagement, Theory

SYNONYMS: dict[str, dict[str, object]] = {
    "sex": {"nam": Sex.MALE, "nu": Sex.FEMALE, "m": Sex.MALE, "f": Sex.FEMALE, "trai": Sex.MALE, "gai": Sex.FEMALE},
    "education": {
        "chua qua dao tao": Education.NONE,
        "khong": Education.NONE,
        "sc": Education.ELEMENTARY,
        "so cap": Education.ELEMENTARY,
        "so cap nghe": Education.ELEMENTARY,
        "tc": Education.INTERMEDIATE,
        "trung cap": Education.INTERMEDIATE,
        "thcn": Education.INTERMEDIATE,
        "trung cap nghe": Education.INTERMEDIATE,
        "trung cap chuyen nghiep": Education.INTERMEDIATE,
        "trung hoc chuyen nghiep": Education.INTERMEDIATE,
        "cd": Education.COLLEGE,
        "cao dang": Education.COLLEGE,
        "cao dang nghe": Education.COLLEGE,
        "dh": Education.BACHELOR,
        "dai hoc": Education.BACHELOR,
        "cu nhan": Education.BACHELOR,
        "ky su": Education.BACHELOR,
        "bac si": Education.BACHELOR,
        "ths": Education.MASTER,
        "thac si": Education.MASTER,
        "thac sy": Education.MASTER,
        "cao hoc": Education.MASTER,
        "ts": Education.DOCTOR,
        "tien si": Education.DOCTOR,
        "tien sy": Education.DOCTOR,
    },
    "theory": {
        "chua": Theory.NONE,
        "khong": Theory.NONE,
        "chua qua dao tao": Theory.NONE,
        "sc": Theory.ELEMENTARY,
        "so cap": Theory.ELEMENTARY,
        "tc": Theory.INTERMEDIATE,
        "trung cap": Theory.INTERMEDIATE,
        "tcct": Theory.INTERMEDIATE,
        "trung cap ly luan chinh tri": Theory.INTERMEDIATE,
        "cc": Theory.ADVANCED,
        "cao cap": Theory.ADVANCED,
        "ccct": Theory.ADVANCED,
        "cao cap ly luan chinh tri": Theory.ADVANCED,
        "cn": Theory.BACHELOR,
        "cu nhan": Theory.BACHELOR,
        "cu nhan chinh tri": Theory.BACHELOR,
    },
    "state_management": {
        "chua": StateManagement.NONE,
        "khong": StateManagement.NONE,
        "cs": StateManagement.OFFICER,
        "can su": StateManagement.OFFICER,
        "cv": StateManagement.SPECIALIST,
        "chuyen vien": StateManagement.SPECIALIST,
        "cvc": StateManagement.PRINCIPAL,
        "chuyen vien chinh": StateManagement.PRINCIPAL,
        "cvcc": StateManagement.SENIOR,
        "chuyen vien cao cap": StateManagement.SENIOR,
    },
}
"""By item: the folded word and what it stands for."""

RELIGIONS = {"khong co": "99", "phat": "01", "thien chua": "02", "hoa hao": "03", "hoi": "04", "islam": "04"}
ETHNIC_GROUPS = {"khmer": "05", "kho me": "05", "cham": "17", "hmong": "08", "mong": "08", "h mong": "08"}
"""Other names of religions and ethnic groups: the folded name and our code."""
