package authjs_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// Keys of the secret "test-secret" for the session token, from testdata/vectors.json, and their thumbprints.
const (
	v4KeyHex = "233a0d9c3e93817c2a383a4235b78cc7820ed294cbf0a88d52650b90af59115a"
	v5KeyHex = "6d5bdbc76176d481ebca315e456c6c942c864e4346d78c6e49db4d8eca7aaefd" +
		"d68fd9a47eea1cb70c322d6664192987fc893c0524834d6aabd6252bebde01c6"
	v5Kid    = "LRkaLvvdyMfrwyOXl-3zHT7H-Q6fvXef2C5aGEC8TV6M1hn2lc4MqO31BO1cubMQEgVtP4rDe_5iqQ928ttC7w"
	v5GCMKid = "VQwPRU9j6hgO2zamOC895VTcq5t2BzOT9LdzqCKlgVk"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sealWith makes a genuine token of "test-secret" under any header: what an attacker with the key, or a library with
// other habits, could make. V5 headers that name A256GCM get that.
func sealWith(t testing.TB, f authjs.Format, header, content string) string {
	t.Helper()
	var head struct{ Enc string }
	_ = json.Unmarshal([]byte(header), &head) // some headers are bad on purpose
	if head.Enc == "A256CBC-HS512" {
		pad := 16 - len(content)%16
		padded := []byte(content)
		for range pad {
			padded = append(padded, byte(pad))
		}
		return sealCBC(t, header, padded)
	}
	raw := unhex(t, v4KeyHex)
	if f == authjs.V5 {
		raw = unhex(t, v5KeyHex)[:32]
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	iv := []byte("0123456789ab")
	sealed := aead.Seal(nil, iv, []byte(content), []byte(b64(header)))
	n := len(sealed) - 16
	return b64(header) + ".." + b64(string(iv)) + "." + b64(string(sealed[:n])) + "." + b64(string(sealed[n:]))
}

// sealCBC encrypts padded, which must be whole blocks, as RFC 7518 section 5.2.2 says.
func sealCBC(t testing.TB, header string, padded []byte) string {
	t.Helper()
	block, err := aes.NewCipher(unhex(t, v5KeyHex)[32:])
	if err != nil {
		t.Fatal(err)
	}
	iv, sealed := []byte("0123456789abcdef"), make([]byte, len(padded))
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(sealed, padded)
	return tagCBC(t, header, iv, sealed)
}

// tagCBC makes a token of a ciphertext, which may be any bytes, by adding a genuine tag.
func tagCBC(t testing.TB, header string, iv, sealed []byte) string {
	t.Helper()
	mac := hmac.New(sha512.New, unhex(t, v5KeyHex)[:32])
	mac.Write([]byte(b64(header)))
	mac.Write(iv)
	mac.Write(sealed)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b64(header)))*8))
	enc := base64.RawURLEncoding.EncodeToString
	return b64(header) + ".." + enc(iv) + "." + enc(sealed) + "." + enc(mac.Sum(nil)[:32])
}
