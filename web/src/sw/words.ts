// What a notification says. A lock screen is read by whoever stands beside it: no name, no complaint, no place.

export type Language = 'vi' | 'en';

export const WORDS = {
  vi: {
    ring: ['Đèn Đêm: có cuộc gọi', 'Đang chờ bác sĩ nghe máy.'],
    knock: ['Đèn Đêm: có cuộc gọi KHẨN', 'Đang chờ bác sĩ nghe máy.'],
    handover: ['Đèn Đêm: xin bàn giao', 'Đồng nghiệp muốn bàn giao một cuộc gọi.'],
    callback: ['Đèn Đêm: đến hạn gọi lại', 'Có người nhà đang chờ được gọi lại.'],
    manager: ['Đèn Đêm: bác sĩ lỡ 2 cuộc', 'Bác sĩ trực lỡ 2 cuộc liên tiếp. Xin mở trang phòng khám.'],
    test: ['Đèn Đêm: thử chuông', 'Máy này nhận được báo. Mở trang để xác nhận.'],
    taken: ['Đèn Đêm', 'Cuộc gọi đã có bác sĩ nhận.'],
    missed: ['Đèn Đêm', 'Cuộc gọi vừa lỡ đã chuyển bác sĩ khác.'],
    declined: ['Đèn Đêm', 'Đã từ chối. Cuộc gọi chuyển bác sĩ khác.'],
    over: ['Đèn Đêm', 'Cuộc gọi đã dừng.'],
    plain: ['Đèn Đêm', 'Có tin mới. Xin mở trang.'],
    notDeclined: ['Đèn Đêm', 'Chưa từ chối được. Xin mở trang bác sĩ.'],
    accept: 'Nhận',
    decline: 'Từ chối',
  },
  en: {
    ring: ['Đèn Đêm: a call', 'Somebody waits for the doctor.'],
    knock: ['Đèn Đêm: an URGENT call', 'Somebody waits for the doctor.'],
    handover: ['Đèn Đêm: a handover', 'A colleague asks to hand a call over.'],
    callback: ['Đèn Đêm: a call-back is due', 'A family waits to be called back.'],
    manager: ['Đèn Đêm: two calls missed', 'A doctor on duty missed two calls in a row. Please open the clinic page.'],
    test: ['Đèn Đêm: test alarm', 'This device hears us. Open the page to confirm.'],
    taken: ['Đèn Đêm', 'A doctor has taken the call.'],
    missed: ['Đèn Đêm', 'The call you missed has gone to another doctor.'],
    declined: ['Đèn Đêm', 'Declined. The call goes to another doctor.'],
    over: ['Đèn Đêm', 'The call has stopped.'],
    plain: ['Đèn Đêm', 'Something is new. Please open the page.'],
    notDeclined: ['Đèn Đêm', 'Could not decline. Please open the doctor page.'],
    accept: 'Answer',
    decline: 'Decline',
  },
} as const satisfies Record<Language, Record<string, string | readonly [string, string]>>;
