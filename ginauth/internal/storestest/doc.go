// Package storestest runs ginauth over the stores of gin-contrib/sessions that
// need a database: gorm with PostgreSQL, MariaDB and SQLite, postgres, and
// redis, on real servers that a test can take away. It has only tests, and is a
// module of its own so that the stores' dependencies stay out of the library's
// go.mod.
package storestest
