/// One row of a result, by column index. Valid only during the call that it is given to.
package protocol SQLRow {
    func isNull(_ column: Int) -> Bool
    /// 0 for NULL.
    func integer(_ column: Int) -> Int64
    func real(_ column: Int) -> Double
    /// Empty for NULL.
    func text(_ column: Int) -> String
    func bytes(_ column: Int) -> [UInt8]
}
