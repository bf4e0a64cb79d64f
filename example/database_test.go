package main

import (
	"strings"
	"testing"
)

func TestDataSource(t *testing.T) {
	for address, want := range map[string][2]string{
		"postgres://ann:pw@db/shop?sslmode=require": {"pgx", "postgres://ann:pw@db/shop?sslmode=require"},
		"postgresql://db/shop":                      {"pgx", "postgresql://db/shop"},
		"mysql://ann:p%40ss@db/shop":                {"mysql", "ann:p@ss@tcp(db)/shop"},
		"mysql://ann@db:3307/shop?tls=true":         {"mysql", "ann@tcp(db:3307)/shop?tls=true"},
		"mariadb://root@127.0.0.1/test":             {"mysql", "root@tcp(127.0.0.1)/test"},
		"ann:pw@tcp(db:3306)/shop?tls=true":         {"mysql", "ann:pw@tcp(db:3306)/shop?tls=true"},
		"ann@unix(/run/mysqld.sock)/shop":           {"mysql", "ann@unix(/run/mysqld.sock)/shop"},
		"sqlite:shop.db":                            {"sqlite", "file:shop.db?_pragma=journal_mode(WAL)"},
		"sqlite:/var/lib/shop.db":                   {"sqlite", "file:/var/lib/shop.db?_pragma=journal_mode(WAL)"},
		"sqlite:///var/lib/shop.db":                 {"sqlite", "file:/var/lib/shop.db?_pragma=journal_mode(WAL)"},
		"sqlite:what is this?#100%.db":              {"sqlite", "file:what%20is%20this%3F%23100%25.db?_pragma=journal_mode(WAL)"},
	} {
		driver, dsn, err := dataSource(address)
		if err != nil || driver != want[0] || dsn != want[1] {
			t.Errorf("%s: %s %s, %v; want %v", address, driver, dsn, err, want)
		}
	}
}

func TestDataSourceKeepsPasswords(t *testing.T) {
	for _, address := range []string{"oracle://ann:hunter2@db/shop", "mysql://ann:hunter2%zz@db/shop", "hunter2", "", "/hunter2"} {
		_, _, err := dataSource(address)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
