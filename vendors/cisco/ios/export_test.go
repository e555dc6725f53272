package ios

// RelayOf is relay, for the tests, which stand outside.
var RelayOf = relay
