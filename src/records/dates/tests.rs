//! What is read as a date, with which order, and what is refused.

use super::*;
use crate::finding::codes;

fn read(text: &str) -> (String, Order) {
    let reading = parse(text).unwrap_or_else(|wrong| panic!("{text}: {}", wrong.what.en));
    (reading.date.to_string(), reading.order)
}

fn refused(text: &str) -> String {
    let wrong = parse(text).expect_err(text);
    assert_eq!(wrong.code, &codes::RECORD_DATE);
    wrong.what.en
}

#[test]
fn numbers_are_read_day_first_and_say_how_sure_that_is() {
    for text in ["25/03/2019", "25/3/2019", "25.03.2019", "25-3-2019", " 25 / 03 / 2019 ", "'25/03/2019", "25/03/2019."]
    {
        assert_eq!(read(text), ("2019-03-25".to_owned(), Order::DayFirst), "{text}");
    }
    assert_eq!(read("03/25/2019"), ("2019-03-25".to_owned(), Order::MonthFirst));
    assert_eq!(read("05/03/2019"), ("2019-03-05".to_owned(), Order::Either));
    assert_eq!(read("03/03/2019"), ("2019-03-03".to_owned(), Order::Same));
}

#[test]
fn the_year_in_front_or_no_day_leaves_no_doubt() {
    for (text, date) in [
        ("2019-03-05", "2019-03-05"),
        ("2019/3/5", "2019-03-05"),
        ("2019-03", "2019-03"),
        ("03/2019", "2019-03"),
        ("3.2019", "2019-03"),
        ("1975", "1975"),
    ] {
        assert_eq!(read(text), (date.to_owned(), Order::Named), "{text}");
    }
}

#[test]
fn a_time_of_day_is_left_out() {
    for text in ["2019-03-05T00:00:00", "2019-03-05 17:30:00.000", "2019-03-05T23:00:00+07:00", "ngày 2019-03-05 08:15"]
    {
        assert_eq!(read(text).0, "2019-03-05", "{text}");
    }
    assert_eq!(read("3/25/2019 12:00:00 AM"), ("2019-03-25".to_owned(), Order::MonthFirst));
    assert_eq!(read("05/03/2019 8:15 SA").0, "2019-03-05");
}

#[test]
fn a_time_of_another_zone_may_be_another_day() {
    for text in ["2019-03-04T17:00:00Z", "2019-03-04T17:00:00+00:00", "2019-03-04T17:00:00-05:00"] {
        assert_eq!(refused(text), "the time is not of this time zone, so the day is not sure");
    }
}

#[test]
fn words_are_read_with_and_without_accents() {
    for text in [
        "ngày 5 tháng 3 năm 1975",
        "Ngày 05 tháng 03 năm 1975",
        "05 tháng 3 năm 1975",
        "ngay 5 thang 3 nam 1975",
        "NGÀY  5  THÁNG 3,  NĂM 1975.",
        "ngày 5 tháng 3/1975",
        "nga\u{300}y 5 tha\u{301}ng 3 n\u{103}m 1975",
        "ngày5tháng3năm1975",
    ] {
        assert_eq!(read(text), ("1975-03-05".to_owned(), Order::Named), "{text}");
    }
    assert_eq!(read("tháng 3 năm 1975").0, "1975-03");
    assert_eq!(read("Tháng 3/1975").0, "1975-03");
    assert_eq!(read("năm 1975").0, "1975");
}

#[test]
fn a_place_before_the_date_is_not_part_of_it() {
    for text in [
        "Hà Nội, ngày 05 tháng 3 năm 2019",
        "Hà Nam ngày 5 tháng 3 năm 2019",
        "Quận 5, ngày 5 tháng 3 năm 2019",
        "Hà Nam, 5 tháng 3 năm 2019",
        "Hà Nam, 05/03/2019",
        "Phường 7, ngày 05/03/2019",
    ] {
        assert_eq!(read(text).0, "2019-03-05", "{text}");
    }
    assert_eq!(read("Quận 5, tháng 3 năm 2019").0, "2019-03");
    assert_eq!(read("Việt Nam, năm 2019").0, "2019");
}

#[test]
fn what_is_left_open_stays_open() {
    for text in ["00/00/1975", "../../1975", "--/--/1975", "…/…/1975", "__/__/1975", " /  /1975", "0/0/1975"] {
        assert_eq!(read(text), ("1975".to_owned(), Order::Named), "{text}");
    }
    for text in ["ngày … tháng … năm 1975", "ngày    tháng    năm 1975", "ngày .. tháng .. năm 1975"] {
        assert_eq!(read(text).0, "1975", "{text}");
    }
    for text in ["00/03/1975", "../3/1975", "ngày … tháng 3 năm 1975", "1975-03-00"] {
        assert_eq!(read(text), ("1975-03".to_owned(), Order::Named), "{text}");
    }
}

#[test]
fn years_of_two_digits_have_no_century() {
    for text in ["05/03/75", "5-3-75", "ngày 5 tháng 3 năm 75", "03/75"] {
        assert_eq!(refused(text), "the year has two digits, so the century is not known", "{text}");
    }
}

#[test]
fn the_sentence_says_what_cannot_be() {
    assert_eq!(refused("05/13/19750"), "the date is not understood");
    assert_eq!(refused("13/2019"), "there is no month 13");
    assert_eq!(refused("25/13/2019"), "there is no month 13");
    assert_eq!(refused("29/02/2019"), "that month has 28 days and no day 29");
    assert_eq!(refused("02/30/2019"), "that month has 28 days and no day 30");
    assert_eq!(refused("ngày 31 tháng 4 năm 2019"), "that month has 30 days and no day 31");
    assert_eq!(refused("05/00/1975"), "there is a day without a month");
    assert_eq!(refused("05/03/1066"), "the year is not between 1800 and 2200");
    assert_eq!(refused("05/03/...."), "the date has no year");
    assert_eq!(refused("ngày 5 tháng 3 năm …"), "the date has no year");
}

#[test]
fn any_piece_of_a_date_is_read_or_refused_and_what_is_read_can_be_written() {
    for text in ["Hà Nội, ngày 05 tháng 3 năm 2019", "2019-03-05T00:00:00+07:00", "…/--/1975 8:15 SA", "'00.03.1975;"]
    {
        let ends: Vec<usize> = text.char_indices().map(|(end, _)| end).chain([text.len()]).collect();
        for piece in ends.iter().flat_map(|from| ends.iter().filter_map(|end| text.get(*from..*end))) {
            if let Ok(reading) = parse(piece) {
                assert_eq!(reading.date.to_string().parse(), Ok(reading.date), "{piece}");
            }
        }
    }
}

#[test]
fn what_is_no_date_is_not_made_one() {
    for text in [
        "",
        " ",
        "không rõ",
        "12",
        "20190305",
        "43529",
        "2019.5",
        "5 3 1975",
        "1/2/3/1975",
        "Việt Nam 1975",
        "Hà Nam 1975",
        "khoảng năm 1975",
        "~1975",
        "1975?",
        "năm 1975?",
        "1975-1980",
        "Quận 5 tháng 3 năm 1975",
        "tháng Ba năm 1975",
        "05/03/1975 (AL)",
        "123/QĐ-UBND",
        "05/-3/1975",
        "+5/03/1975",
        "٠٥/٠٣/١٩٧٥",
        "10:30",
        "đ:",
        "ngày",
        "năm",
    ] {
        assert_eq!(refused(text), "the date is not understood", "{text}");
    }
}
