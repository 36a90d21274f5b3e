/// Which pages may open consoles. Browsers name the page in `Origin` and scripts can't forge it; programs send none.
struct OriginRule: Sendable {
    private let allowed: Set<String>

    init(_ origins: [WebOrigin]) {
        allowed = Set(origins.map(\.text))
    }

    /// - Parameter headers: every `Origin` of a request. Anything but exactly the name of an allowed page is refused.
    func admits(_ headers: [String]) -> Bool {
        guard let origin = headers.first else { return true }
        return headers.count == 1 && allowed.contains(origin)
    }
}
