import Configuration

/// Reading that tells a value of the wrong kind from one that is not set: a typing error must not become a default.
extension ConfigReader {
    func checkedInt(_ key: ConfigKey, default standard: Int) throws(SettingsError) -> Int {
        if let value = int(forKey: key) { return value }
        guard let text = string(forKey: key) else { return standard }
        guard let value = Int(text) else { throw SettingsError("\(key): a whole number, not '\(text)'") }
        return value
    }

    func checkedDouble(_ key: ConfigKey, default standard: Double) throws(SettingsError) -> Double {
        if let value = double(forKey: key) { return value }
        if let value = int(forKey: key) { return Double(value) }
        guard let text = string(forKey: key) else { return standard }
        guard let value = Double(text) else { throw SettingsError("\(key): a number, not '\(text)'") }
        return value
    }

    func checkedBool(_ key: ConfigKey, default standard: Bool) throws(SettingsError) -> Bool {
        if let value = bool(forKey: key) { return value }
        guard let text = string(forKey: key) else { return standard }
        throw SettingsError("\(key): true or false, not '\(text)'")
    }
}
