import Testing

@testable import Identity

struct LoginThrottleTests {
    private let start = UnixTime(seconds: 1_800_000_000)
    private let key = LoginThrottle.Key(.user(id: "u"), from: "c")

    @Test("The first wrong passwords are free, then the delay doubles up to its limit")
    func doubling() {
        var throttle = LoginThrottle(settings: LoginSettings())
        var time = start
        var delays: [Int?] = []
        for _ in 0..<14 {
            throttle.failed(key, at: time)
            let delay = throttle.delay(key, at: time)
            delays.append(delay)
            time = time.advanced(bySeconds: Int64(delay ?? 0))
            #expect(throttle.delay(key, at: time) == nil)
        }
        #expect(delays == [nil, nil, nil, nil, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
    }

    @Test("The right password clears the count")
    func success() {
        var throttle = LoginThrottle(settings: LoginSettings())
        for _ in 0..<20 { throttle.failed(key, at: start) }
        throttle.succeeded(key)
        #expect(throttle.delay(key, at: start) == nil)
    }

    @Test("Staying away clears the count")
    func forgetting() {
        var throttle = LoginThrottle(settings: LoginSettings())
        for _ in 0..<20 { throttle.failed(key, at: start) }
        throttle.failed(key, at: start.advanced(bySeconds: 900))
        #expect(throttle.delay(key, at: start.advanced(bySeconds: 900)) == nil)
    }

    @Test("A clock set back does not lengthen the delay")
    func clockSetBack() {
        var throttle = LoginThrottle(settings: LoginSettings())
        for _ in 0..<5 { throttle.failed(key, at: start) }
        #expect(throttle.delay(key, at: start.advanced(bySeconds: -10_000)) == 1)
    }

    @Test("A flood of invented names does not push out a user's count")
    func flood() {
        var throttle = LoginThrottle(settings: LoginSettings())
        for _ in 0..<10 { throttle.failed(key, at: start) }
        for number in 0..<50_000 { throttle.failed(.init(.stranger(name: "s\(number)"), from: "c"), at: start) }
        #expect(throttle.delay(key, at: start) == 32)
    }

    @Test("A stranger is delayed just like a user")
    func strangers() {
        var throttle = LoginThrottle(settings: LoginSettings())
        for _ in 0..<7 { throttle.failed(.init(.stranger(name: "x"), from: "c"), at: start) }
        #expect(throttle.delay(.init(.stranger(name: "x"), from: "c"), at: start) == 4)
        #expect(throttle.delay(.init(.user(id: "x"), from: "c"), at: start) == nil)
    }

    @Test("Who guesses from elsewhere does not keep the user out, and is slowed down himself")
    func clients() {
        var throttle = LoginThrottle(settings: LoginSettings())
        let (user, guesser) = (
            LoginThrottle.Key(.user(id: "u"), from: "192.0.2.1"), LoginThrottle.Key(.user(id: "u"), from: "192.0.2.2")
        )
        for _ in 0..<10 { throttle.failed(guesser, at: start) }
        #expect(throttle.delay(guesser, at: start) == 32)
        #expect(throttle.delay(user, at: start) == nil)
        throttle.succeeded(user)
        #expect(throttle.delay(guesser, at: start) == 32)
    }

    @Test("Guesses from many clients slow down those that the user has not logged in from")
    func many() {
        var settings = LoginSettings()
        settings.rememberedNames = 256
        var throttle = LoginThrottle(settings: settings)
        throttle.succeeded(key)
        for number in 0..<100 { throttle.failed(.init(.user(id: "u"), from: "c\(number)"), at: start) }
        #expect(throttle.delay(.init(.user(id: "u"), from: "new"), at: start) == 1)
        #expect(throttle.delay(.init(.user(id: "v"), from: "new"), at: start) == nil)
        #expect(throttle.delay(key, at: start) == nil)
        // More clients than are remembered.
        for number in 0..<1_000 { throttle.failed(.init(.user(id: "u"), from: "d\(number)"), at: start) }
        #expect(throttle.delay(.init(.user(id: "u"), from: "new"), at: start) == 60)
    }
}
