//go:build !windows

package sqlite

import (
	"io/fs"
	"os"
	"syscall"
)

// ours says whether the person who runs this owns a file.
func ours(st fs.FileInfo) bool {
	owner, ok := st.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Geteuid()
}
