#include "render/paper_ink.h"

#include "render/colour_maps.h"

#include <algorithm>

namespace phiscope {

FigureInk paperInk() {
    const Theme& theme = Theme::lightTheme();
    const auto table = [&theme](ColourMap map) {
        const ColourTable colours = colourTable(map, theme);
        std::vector<std::uint32_t> inks(colours.size());
        std::ranges::transform(colours, inks.begin(), &Colour::rgb);
        return inks;
    };
    FigureInk ink;
    ink.cell = theme.cell.rgb();
    // Far apart for every eye, and none of them a synapse's.
    ink.soma = theme.series[7].rgb();
    ink.dendrite = theme.series[2].rgb();
    ink.apical = theme.series[6].rgb();
    ink.axon = theme.series[3].rgb();
    ink.excitatory = theme.excitatory.rgb();
    ink.inhibitory = theme.inhibitory.rgb();
    ink.contact = theme.text.rgb();
    ink.text = theme.text.rgb();
    ink.dimText = theme.dimText.rgb();
    ink.potential = table(ColourMap::potential);
    ink.current = table(ColourMap::current);
    return ink;
}

} // namespace phiscope
