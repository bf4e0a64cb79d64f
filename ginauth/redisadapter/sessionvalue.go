package redisadapter

import (
	"encoding/binary"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// A session in Redis is one string: GET is one command, and its answer one
// allocation, from which the fields are cut. Numbers are big-endian.
//
//	 0  format, 1
//	 1  stale, 0 or 1
//	 2  version        int64
//	10  Expires        int64, milliseconds
//	18  LastSeen       int64, milliseconds
//	26  CreatedAt      int64, milliseconds
//	34  n              uint32, the length of what never changes:
//	38  length of ID   uint32, ID, UserID
//	38+n length of IP  uint32, IP, length of UserAgent uint32, UserAgent, Data
//
// The scripts below know these offsets; Lua counts from 1.
const (
	sessionFormat  = 1
	sessionHead    = 34
	staleOffset    = 1
	versionOffset  = 2
	expiresOffset  = 10
	lastSeenOffset = 18
	createdOffset  = 26
)

// encodeSession writes a whole session.
func encodeSession(s adapter.Session) []byte {
	b := make([]byte, 0, sessionHead+16+len(s.ID)+len(s.UserID)+len(s.IP)+len(s.UserAgent)+len(s.Data))
	stale := byte(0)
	if s.Stale {
		stale = 1
	}
	b = append(b, sessionFormat, stale)
	b = binary.BigEndian.AppendUint64(b, uint64(s.Version))
	b = append(b, instant(s.Expires)...)
	b = append(b, instant(s.LastSeen)...)
	b = append(b, instant(s.CreatedAt)...)
	b = binary.BigEndian.AppendUint32(b, uint32(4+len(s.ID)+len(s.UserID)))
	b = appendField(b, s.ID)
	b = append(b, s.UserID...)
	return append(b, sessionTail(s)...)
}

// sessionTail writes the part of a session that changes and has no fixed length.
func sessionTail(s adapter.Session) []byte {
	b := make([]byte, 0, 8+len(s.IP)+len(s.UserAgent)+len(s.Data))
	b = appendField(b, s.IP)
	b = appendField(b, s.UserAgent)
	return append(b, s.Data...)
}

func appendField(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...)
}

// bytes8 is a number as a session has it.
func bytes8(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// instant is a time as a session has it. The zero time has milliseconds of its
// own, and comes back as zero.
func instant(t time.Time) []byte { return bytes8(t.UnixMilli()) }

// decodeSession reads the session of a token. Its strings are cut from v.
func decodeSession(token, v string) (adapter.Session, error) {
	if len(v) < sessionHead+4 || v[0] != sessionFormat {
		return adapter.Session{}, errCorrupt
	}
	s := adapter.Session{
		SessionToken: token,
		Stale:        v[staleOffset] != 0,
		Version:      int64At(v, versionOffset),
		Expires:      timeAt(v, expiresOffset),
		LastSeen:     timeAt(v, lastSeenOffset),
		CreatedAt:    timeAt(v, createdOffset),
	}
	fixed, tail, ok := cutField(v[sessionHead:])
	id, user, ok1 := cutField(fixed)
	ip, tail, ok2 := cutField(tail)
	agent, data, ok3 := cutField(tail)
	if !ok || !ok1 || !ok2 || !ok3 {
		return adapter.Session{}, errCorrupt
	}
	s.ID, s.UserID, s.IP, s.UserAgent = id, user, ip, agent
	if data != "" {
		s.Data = []byte(data) // the caller may open it in place
	}
	return s, nil
}

// cutField cuts a field and its length off.
func cutField(s string) (field, rest string, ok bool) {
	if len(s) < 4 {
		return "", "", false
	}
	n := uint64(s[0])<<24 | uint64(s[1])<<16 | uint64(s[2])<<8 | uint64(s[3])
	if n > uint64(len(s)-4) {
		return "", "", false
	}
	return s[4 : 4+n], s[4+n:], true
}

// int64At reads a number without making bytes of the string.
func int64At(s string, i int) int64 {
	var n uint64
	for j := range 8 {
		n = n<<8 | uint64(s[i+j])
	}
	return int64(n)
}

func timeAt(s string, i int) time.Time { return time.UnixMilli(int64At(s, i)).UTC() }
