import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct PagingTests {
    private func page(_ query: String, path: String = "/v2.1/toys", settings: APISettings = APISettings()) async throws
        -> (ids: [String], next: String?)
    {
        let answer = try await ToyCloud.send(.get, path + query, settings: settings)
        let ids = answer.json?[key: "toys"]?.array?.compactMap { $0[key: "id"]?.text } ?? []
        return (ids, answer.json?[key: "toys_links"]?.array?.first?[key: "href"]?.text)
    }

    @Test("a full page links to the next one, even if nothing follows")
    func fullPage() async throws {
        let first = try await page("?limit=2")
        #expect(first.ids == ["t1", "t2"])
        #expect(first.next == "http://localhost/v2.1/toys?limit=2&marker=t2")
        #expect(try await page("?limit=3").next == "http://localhost/v2.1/toys?limit=3&marker=t3")
    }

    @Test("a page that isn't full has no link", arguments: ["", "?limit=4", "?limit=2&marker=t2"])
    func lastPage(query: String) async throws {
        #expect(try await page(query).next == nil)
    }

    @Test("a limit of 0 is an empty page")
    func zero() async throws {
        let page = try await page("?limit=0")
        #expect(page.ids.isEmpty)
        #expect(page.next == nil)
    }

    @Test("the configured maximum caps and is the default", arguments: ["", "?limit=50"])
    func maximum(query: String) async throws {
        var settings = APISettings()
        settings.maximumLimit = 2
        let page = try await page(query, settings: settings)
        #expect(page.ids == ["t1", "t2"])
        #expect(page.next?.contains("marker=t2") == true)
    }

    @Test("the link keeps the other keys, sorted and encoded, and the form of the URL")
    func keepsKeys() async throws {
        let page = try await page("?z=%C3%BC%26&limit=1&marker=t1&a=b+c", path: "/v2.1/abc/toys")
        #expect(page.next == "http://localhost/v2.1/abc/toys?a=b%20c&limit=1&marker=t2&z=%C3%BC%26")
    }

    @Test("a limit that is no natural number is 400", arguments: ["-1", "x", "1.5", ""])
    func badLimit(limit: String) async throws {
        let answer = try await ToyCloud.send(.get, "/v2.1/toys?limit=\(limit)")
        #expect(answer.fault("badRequest")?.hasPrefix("Invalid input for query parameters limit.") == true)
    }

    @Test("the last of repeated limits counts")
    func repeated() async throws {
        #expect(try await page("?limit=1&limit=2").ids == ["t1", "t2"])
    }

    @Test("unknown keys are ignored, and 400 where the version says so", arguments: [("2.74", 200), ("2.75", 400)])
    func unknown(version: String, status: Int) async throws {
        #expect(try await ToyCloud.send(.get, "/v2.1/toys?x=1", version: version).status.code == status)
    }

    @Test("operations without a query refuse keys from 2.102 on", arguments: [("2.101", 200), ("2.102", 400)])
    func none(version: String, status: Int) async throws {
        #expect(try await ToyCloud.send(.get, "/v2.1/toys/t1?x=1", version: version).status.code == status)
    }

    @Test("a query that isn't UTF-8 is 400")
    func notUTF8() async throws {
        #expect(try await ToyCloud.send(.get, "/v2.1/toys?marker=%ff").status == .badRequest)
    }
}
