"""Categories with which a new centre can begin: what Indonesian regions are told of every day."""

from typing import Final, NamedTuple

from complaints.models import ComplaintClass


class StarterCategory(NamedTuple):
    """A category without an agency: which one answers differs from region to region."""

    code: str
    name: str
    name_en: str
    complaint_class: ComplaintClass = ComplaintClass.COMPLAINT
    emergency: bool = False
    supervisory: bool = False
    needs_second_person: bool = False


_INFORMATION, _ASPIRATION = ComplaintClass.INFORMATION, ComplaintClass.ASPIRATION

STARTER_CATEGORIES: Final = (
    StarterCategory("kebakaran", "Kebakaran", "Fire", emergency=True),
    StarterCategory("banjir", "Banjir", "Flood", emergency=True),
    StarterCategory("longsor", "Tanah longsor", "Landslide", emergency=True),
    StarterCategory("kecelakaan", "Kecelakaan dengan korban", "Accident with injured people", emergency=True),
    StarterCategory("pohon-tumbang", "Pohon tumbang menghalangi jalan", "Fallen tree across a road", emergency=True),
    StarterCategory("jalan-rusak", "Jalan rusak", "Damaged road"),
    StarterCategory("jembatan", "Jembatan rusak", "Damaged bridge", needs_second_person=True),
    StarterCategory("drainase", "Saluran air tersumbat", "Blocked drain"),
    StarterCategory("lampu-jalan", "Lampu jalan padam", "Street light out"),
    StarterCategory("lalu-lintas", "Rambu, lampu lalu lintas, dan parkir", "Traffic signs, signals and parking"),
    StarterCategory("sampah", "Sampah", "Waste"),
    StarterCategory("pencemaran", "Pencemaran air, udara, atau tanah", "Pollution of water, air or soil"),
    StarterCategory("air-bersih", "Air bersih", "Water supply"),
    StarterCategory("ketertiban", "Ketertiban umum", "Public order"),
    StarterCategory("layanan-kesehatan", "Layanan kesehatan", "Health services"),
    StarterCategory("sekolah", "Sekolah dan pendidikan", "Schools and education"),
    StarterCategory("bantuan-sosial", "Bantuan sosial", "Social assistance"),
    StarterCategory("pasar", "Pasar dan harga kebutuhan pokok", "Markets and prices of staple goods"),
    StarterCategory(
        "perilaku-aparat",
        "Perilaku aparat dan pungutan liar",
        "Misconduct of officials and illegal levies",
        supervisory=True,
        needs_second_person=True,
    ),
    StarterCategory("kependudukan", "KTP, kartu keluarga, dan akta", "Identity cards and civil records", _INFORMATION),
    StarterCategory("perizinan", "Perizinan", "Permits and licences", _INFORMATION),
    StarterCategory("usulan-pembangunan", "Usulan pembangunan", "Proposal for development", _ASPIRATION),
)
