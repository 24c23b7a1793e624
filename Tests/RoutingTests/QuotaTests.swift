// How many messages a row allows, and in which time.

import Messages
import XCTest

@testable import Routing

final class QuotaTests: XCTestCase {
    private func table(_ rules: String, service: String = "") throws -> RoutingTable {
        let row = "<route id=\"x\" from=\"q\" message=\"c\" to=\"s\" basis=\"b\" \(rules)/>"
        return try TableBench(["a.xml": TableBench.base, "b.xml": [row, service]]).load()
    }

    private func quotas(_ rules: String) throws -> [Quota] {
        try table(rules).quotas[RouteIdentifier("x")] ?? []
    }

    func testWithoutALimitThereIsNone() throws {
        XCTAssertTrue(try table(#"order="sender""#).quotas.isEmpty)
    }

    func testEachLimitIsAQuota() throws {
        for (text, most, period): (String, Int, QuotaPeriod) in [
            (#"rate="5/s""#, 5, .second), (#"rate="600/min""#, 600, .minute), (#"rate="7/h""#, 7, .hour),
            (#"rate="8/d""#, 8, .day), (#"max-per-day="1000""#, 1_000, .day),
        ] {
            XCTAssertEqual(try quotas(text), [Quota(most: most, period: period, text: text)])
        }
        XCTAssertEqual(try quotas(#"rate="5/s" max-per-day="9""#).map(\.text), [#"rate="5/s""#, #"max-per-day="9""#])
    }

    func testPeriodsBeginWithTheClocks() {
        let moment = Timestamp(nanoseconds: 1_774_746_123_456_789_012)
        for (period, start, end): (QuotaPeriod, Int64, Int64) in [
            (.second, 1_774_746_123, 1_774_746_124), (.minute, 1_774_746_120, 1_774_746_180),
            (.hour, 1_774_746_000, 1_774_749_600), (.day, 1_774_742_400, 1_774_828_800),
        ] {
            let bounds = period.bounds(at: moment, in: .utc)
            XCTAssertEqual(bounds, Timestamp(seconds: start)..<Timestamp(seconds: end), period.rawValue)
        }
        XCTAssertEqual(
            QuotaPeriod.minute.bounds(at: Timestamp(nanoseconds: -1), in: .utc),
            Timestamp(seconds: -60)..<Timestamp(seconds: 0))
    }

    func testADayIsThatOfTheService() throws {
        let noon = Timestamp(seconds: 1_774_785_600)
        let helsinki = try table(#"max-per-day="1""#).zone
        XCTAssertEqual(
            QuotaPeriod.day.bounds(at: noon, in: helsinki),
            Timestamp(seconds: 1_774_735_200)..<Timestamp(seconds: 1_774_818_000), "it has 23 hours")
        let tokyo = try table(#"rate="1/d""#, service: #"<service time-zone="Asia/Tokyo"/>"#).zone
        XCTAssertEqual(QuotaPeriod.day.bounds(at: noon, in: tokyo).lowerBound.seconds % 86_400, 15 * 3_600)
        XCTAssertEqual(try table(#"max-per-day="1""#, service: #"<service time-zone="UTC"/>"#).zone, .utc)
    }
}
