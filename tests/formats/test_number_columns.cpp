#include "model/formats/number_columns.h"

#include <doctest/doctest.h>

using namespace phiscope;

namespace {

template <typename T>
std::string complaint(const Result<T>& result) {
    return result ? std::string() : result.error().message();
}

} // namespace

TEST_CASE("spike times may be separated by anything usual") {
    const std::vector<double> times{1.5, 20.0, 3e2};
    for (const char* text :
         {"1.5 20 300", "1.5\n20\n3e2\n", "1.5,20,300", "1.5;20;300", "1.5\t20\r\n300",
          "# from a paper\nspike times (ms)\n1.5, 20 # two\n\n+300", "\xEF\xBB\xBF 1.5 20 300"}) {
        CAPTURE(text);
        const auto read = readSpikeTimes(text);
        REQUIRE_MESSAGE(read, complaint(read));
        CHECK(*read == times);
    }
    CHECK(readSpikeTimes("30 -10").value() == std::vector<double>{30.0, -10.0}); // as they stand
}

TEST_CASE("what is not a time is refused with its line") {
    CHECK(complaint(readSpikeTimes("1\n2\nthree\n", "spikes.txt")) ==
          "spikes.txt, line 3: “three” is not a number. Numbers are written as 12.5, with blanks, commas, "
          "semicolons or tabs between.");
    CHECK(complaint(readSpikeTimes("1 x")).find("line 1: “x”") == 0);
    CHECK(complaint(readSpikeTimes("1 nan")).find("line 1: “nan”") == 0);
    CHECK(complaint(readSpikeTimes("1 1e999")).find("line 1: “1e999”") == 0);
    CHECK(complaint(readSpikeTimes("1,5;2,5")).find("line 1: The line has commas and semicolons") == 0);
    for (const char* text : {"", "\n\n", "# nothing", "only words\nand more"}) {
        CHECK(complaint(readSpikeTimes(text, "a.csv")) == "a.csv: There is no number in this text.");
    }
}

TEST_CASE("samples of a current are two columns") {
    const auto read = readCurrentSamples("time (ms), current (nA)\n0, 0\n1.5, -0.25\n2; 1");
    REQUIRE_MESSAGE(read, complaint(read));
    CHECK(read->timesMs == std::vector<double>{0.0, 1.5, 2.0});
    CHECK(read->currentsNa == std::vector<double>{0.0, -0.25, 1.0});
}

TEST_CASE("samples that are no curve are refused with their line") {
    CHECK(complaint(readCurrentSamples("I\n0.1\n0.2\n", "i.csv")) ==
          "i.csv, line 2: There is one number in this line; two are needed: the time in ms and the current "
          "in nA.");
    CHECK(complaint(readCurrentSamples("0 0\n1 2 3")).find("line 2: There are 3 numbers") == 0);
    CHECK(complaint(readCurrentSamples("0 0\n2 1\n2 3")) ==
          "line 3: The time is 2 ms; it must be later than the one before, 2 ms.");
    CHECK(complaint(readCurrentSamples("-1 0")).find("line 1: The time is -1 ms") == 0);
    CHECK_FALSE(complaint(readCurrentSamples("")).empty());
}
