"""What a telephone shows or says. Pure. No name, no complaint, no place: a lock screen is read by whoever stands beside it.

Texts without accents and short: one accent cuts a message from 160 to 70 characters.
"""

from telehealth.notify.sending import Purpose

SMS: dict[Purpose, str] = {
    "ring": "Den Dem: co cuoc goi dang cho bac si. Mo trang bac si de nghe may.",
    "knock": "Den Dem: co cuoc goi KHAN dang cho. Mo trang bac si.",
    "handover": "Den Dem: dong nghiep muon ban giao cuoc goi. Mo trang bac si.",
    "callback": "Den Dem: den han goi lai cho nguoi nha. Mo trang bac si.",
    "manager": "Den Dem: bac si truc lo 2 cuoc lien tiep. Mo trang phong kham.",
}
VOICE: dict[Purpose, str] = {
    "ring": "Đèn Đêm xin báo: có cuộc gọi đang chờ bác sĩ. Mời bác sĩ mở trang trực để nghe máy.",
    "knock": "Đèn Đêm xin báo: có cuộc gọi khẩn đang chờ. Mời bác sĩ mở trang trực.",
    "handover": "Đèn Đêm xin báo: đồng nghiệp muốn bàn giao cuộc gọi. Mời bác sĩ mở trang trực.",
    "callback": "Đèn Đêm xin báo: đã đến hạn gọi lại cho người nhà. Mời bác sĩ mở trang trực.",
    "manager": "Đèn Đêm xin báo: bác sĩ trực đã lỡ hai cuộc gọi liên tiếp. Mời mở trang phòng khám.",
}
