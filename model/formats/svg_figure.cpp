#include "model/formats/flat_figure.h"

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <sstream>

namespace phiscope {

namespace {

/// To a ten-thousandth of a µm, with a point in every language.
std::string number(double value) {
    std::array<char, 64> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value + 0.0, std::chars_format::fixed, 4);
    std::string text(digits.data(), end.ptr);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string colour(std::uint32_t rgb) {
    std::array<char, 8> digits{};
    std::snprintf(digits.data(), digits.size(), "#%06x", static_cast<unsigned>(rgb & 0xFFFFFFU));
    return digits.data();
}

std::string pathData(const FlatFigure::Shape& shape) {
    std::string data;
    for (const Eigen::Matrix2Xd& polygon : shape.polygons) {
        for (Eigen::Index k = 0; k < polygon.cols(); ++k) {
            data += (k == 0 ? "M" : "L") + number(polygon(0, k)) + " " + number(polygon(1, k));
        }
        data += "Z";
    }
    return data;
}

/// An id has no blanks.
std::string idOf(std::string name) {
    std::ranges::replace_if(
        name, [](unsigned char c) { return c <= 0x20U; }, '_');
    return name;
}

void addText(pugi::xml_node to, const char* element, const std::string& text) {
    to.append_child(element).append_child(pugi::node_pcdata).set_value(text.c_str());
}

} // namespace

std::string svgText(const FlatFigure& figure) {
    pugi::xml_document document;
    auto declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    auto svg = document.append_child("svg");
    const auto set = [](pugi::xml_node node, const char* name, const std::string& value) {
        node.append_attribute(name) = value.c_str();
    };
    const Eigen::Vector2d sizeUm = figure.high - figure.low;
    set(svg, "xmlns", "http://www.w3.org/2000/svg");
    set(svg, "version", "1.1");
    set(svg, "width", number(figure.sizeMm().x()) + "mm");
    set(svg, "height", number(figure.sizeMm().y()) + "mm");
    set(svg, "stroke", "none"); // some programs would draw one
    set(svg, "viewBox",
        number(figure.low.x()) + " " + number(-figure.high.y()) + " " + number(sizeUm.x()) + " " +
            number(sizeUm.y()));
    addText(svg, "title", figure.title);
    addText(svg, "desc", figure.description + " Made with Phiscope " PHISCOPE_VERSION ".");
    for (const FlatFigure::Layer& layer : figure.layers) {
        auto group = svg.append_child("g");
        set(group, "id", idOf(layer.id));
        set(group, "transform", "scale(1,-1)");
        for (const FlatFigure::Shape& shape : layer.shapes) {
            auto path = group.append_child("path");
            if (!shape.id.empty()) {
                set(path, "id", idOf(shape.id));
            }
            set(path, "fill", colour(shape.fill));
            set(path, "d", pathData(shape));
            if (!shape.title.empty()) {
                addText(path, "title", shape.title);
            }
        }
    }
    auto texts = svg.append_child("g");
    set(texts, "id", "texts");
    set(texts, "font-family", "Inter, 'DejaVu Sans', Arial, sans-serif");
    for (const FlatFigure::Text& text : figure.texts) {
        addText(texts, "text", text.text);
        auto node = texts.last_child();
        set(node, "x", number(text.at.x()));
        set(node, "y", number(-text.at.y()));
        set(node, "font-size", number(text.sizeUm));
        set(node, "fill", colour(text.fill));
    }
    std::ostringstream out;
    document.save(out, " ", pugi::format_indent, pugi::encoding_utf8);
    return out.str();
}

} // namespace phiscope
