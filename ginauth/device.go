package ginauth

import "strings"

// device names what a User-Agent header comes to, as "Firefox on Windows", or
// "" if it says nothing known. Browsers pose as each other, so the order counts.
func device(agent string) string {
	browser, system := firstOf(agent, browsers[:]), firstOf(agent, systems[:])
	switch {
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return browser + " on " + system
}

var (
	browsers = [...][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Vivaldi/", "Vivaldi"},
		{"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"},
		{"Safari/", "Safari"}, {"curl/", "curl"}, {"okhttp/", "an Android app"}, {"Go-http-client/", "a Go program"},
	}
	systems = [...][2]string{
		{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"Macintosh", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	}
)

func firstOf(agent string, table [][2]string) string {
	for _, row := range table {
		if strings.Contains(agent, row[0]) {
			return row[1]
		}
	}
	return ""
}
