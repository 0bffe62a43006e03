package segment

import "guitai/backend/directory/match"

type File struct{}

func (f *File) Len() int                   { return 0 }
func (f *File) Row(i int) Row              { return nil }
func (f *File) Find(id []byte) (int, bool) { return 0, false }
func (f *File) Search(q match.Query, dead func(int) bool, limit int) (hits []Found, total int, more bool) {
	return nil, 0, false
}
