#include "model/formats/hdf5_file.h"
#include "model/formats/table_file.h"
#include "model/support/atomic_file.h"
#include "tests/common/temporary_folder.h"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace phiscope;

namespace {

const std::vector<TableColumn> columns{
    {"index", "index", "", "Number of the segment.", {4.0, 7.0, 9.0}, {}},
    {"section", "section", "", "Its section.", {}, {"soma[0]", "dend[1]", "apic[12]"}},
    {"length",
     "length (µm)",
     "µm",
     "Along the path.",
     {0.1, -12.25, std::numeric_limits<double>::quiet_NaN()},
     {}},
};

} // namespace

TEST_CASE("a table as text has all digits") {
    CHECK(tableText(columns, ',') ==
          "index,section,length (µm)\n4,soma[0],0.1\n7,dend[1],-12.25\n9,apic[12],nan\n");
    CHECK(tableText({{"v", "v", "", "", {1.0 / 3.0}, {}}}, '\t') == "v\n0.3333333333333333\n");
    CHECK(tableText({}, ',').empty());
    CHECK(tableText({{"s", "s, of a file", "", "", {}, {"a,b", "say \"hm\""}}}, ',') ==
          "\"s, of a file\"\n\"a,b\"\n\"say \"\"hm\"\"\"\n");
}

TEST_CASE("a table as HDF5 has a dataset a column, with units") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "table.h5";
    REQUIRE(writeTable(path, columns).has_value());
    const auto file = hdf5::File::open(path);
    CHECK(file.members("/") == std::vector<std::string>{"index", "length", "section"});
    CHECK(file.readTexts("/section") == columns[1].texts);
    std::vector<double> lengths(3);
    file.read("/length", {3}, lengths.data());
    CHECK(lengths[0] == 0.1);
    CHECK(lengths[1] == -12.25);
    CHECK(std::isnan(lengths[2]));
    CHECK(file.attributeText("/length", "unit") == "µm");
    CHECK(file.attributeText("/index", "unit") == "1");
    CHECK(file.attributeText("/section", "about") == "Its section.");
}

TEST_CASE("any other name is CSV, and a folder that is not there is told") {
    const test::TemporaryFolder folder;
    REQUIRE(writeTable(folder.path() / "table.csv", columns).has_value());
    CHECK(readWholeFile(folder.path() / "table.csv", 1000).value() == tableText(columns, ','));
    CHECK_FALSE(writeTable(folder.path() / "nowhere" / "table.h5", columns).has_value());
    CHECK_FALSE(writeTable(folder.path() / "nowhere" / "table.csv", columns).has_value());
}
