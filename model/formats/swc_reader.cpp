#include "model/formats/swc_reader.h"

#include "model/formats/import_sections.h"
#include "model/formats/swc_samples.h"

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace phiscope {

namespace {

constexpr int somaType = 1;

/// Divides samples into sections by Import3d's rules. Samples are referred to by index.
class SectionBuilder {
public:
    explicit SectionBuilder(std::vector<SwcSample> samples)
        : samples_(std::move(samples)) {
        parent_.reserve(samples_.size());
        for (const SwcSample& sample : samples_) {
            parent_.push_back(sample.parent);
        }
        markSectionEnds();
    }

    /// Whether every section is a run of samples each of which is the parent of the next. Not so for a
    /// section's worth of siblings in an unusual order, out of which NEURON makes nonsense.
    bool runsAreConnected() const {
        for (std::size_t i = 1; i < samples_.size(); ++i) {
            if (!isEnd_[i - 1] && parent_[i] != static_cast<int>(i) - 1) {
                return false;
            }
        }
        return true;
    }

    std::vector<ImportSection> sections() {
        sectionOf_.resize(samples_.size());
        std::size_t first = 0;
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            sectionOf_[i] = static_cast<int>(spans_.size());
            if (isEnd_[i]) {
                spans_.push_back({first, i + 1});
                first = i + 1;
            }
        }
        std::vector<ImportSection> sections;
        sections.reserve(spans_.size());
        for (const Span& span : spans_) {
            sections.push_back(span.first == 0 ? root() : branch(sections, span));
        }
        return sections;
    }

    bool isBall() const { return threePointBall_; }

private:
    struct Span {
        std::size_t first = 0;
        std::size_t end = 0;
    };

    bool isSoma(std::size_t i) const { return samples_[i].type == somaType; }

    std::size_t parentOf(std::size_t i) const { return static_cast<std::size_t>(parent_[i]); }

    /// Counts, for every sample, what makes it the last of its section: anything but exactly one child, a
    /// child that does not follow at once, a child of another type.
    void markSectionEnds() {
        const std::size_t n = samples_.size();
        // In hundredths: a child counts 100, and 1 more for each reason to end the section.
        std::vector<int> weight(n, 0);
        attachToStart_.assign(n, false);
        std::vector<int> somaChildren(n, 0);
        std::size_t somaSamples = isSoma(0) ? 1 : 0;
        for (std::size_t i = 1; i < n; ++i) {
            const std::size_t p = parentOf(i);
            weight[p] += 100;
            if (p + 1 != i) {
                weight[p] += 1;
                // A branch from the first sample of a neurite grows from the neurite's beginning, as that
                // sample alone would be no section.
                const bool firstOfNeurite = p > 1 ? !isSoma(p) && isSoma(parentOf(p)) : p == 0 && !isSoma(0);
                if (firstOfNeurite) {
                    attachToStart_[i] = true;
                    weight[p] = 100;
                }
            }
            if (samples_[p].type != samples_[i].type) {
                weight[p] += 1;
            }
            if (isSoma(i)) {
                ++somaSamples;
                somaChildren[p] += isSoma(p) ? 1 : 0;
            }
        }
        threePointBall_ = somaSamples == 3 && isThreePointBall(weight);
        if (threePointBall_) {
            parent_[2] = 1;
        }
        for (std::size_t i = 0; i + 1 < n; ++i) {
            const bool continues = isSoma(i) && isSoma(i + 1) && parent_[i + 1] == static_cast<int>(i);
            if (continues && (i == 0 || somaChildren[i] <= 1)) {
                weight[i] = 100;
            }
        }
        isEnd_.resize(n);
        for (std::size_t i = 0; i < n; ++i) {
            isEnd_[i] = weight[i] != 100;
        }
        somaChildren_ = std::move(somaChildren);
    }

    /// NeuroMorpho.Org's soma: the centre, and one sample on either side of it at the distance of a radius.
    bool isThreePointBall(const std::vector<int>& weight) const {
        if (!isSoma(0) || !isSoma(1) || !isSoma(2) || parent_[1] != 0 || parent_[2] != 0 || weight[1] != 0 ||
            weight[2] != 0 || samples_[1].radius != samples_[0].radius ||
            samples_[2].radius != samples_[0].radius) {
            return false;
        }
        double length = 0.0;
        for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
            length += std::hypot(static_cast<double>(samples_[i].x) - samples_[0].x,
                                 static_cast<double>(samples_[i].y) - samples_[0].y,
                                 static_cast<double>(samples_[i].z) - samples_[0].z);
        }
        return std::abs(length / (2.0 * samples_[0].radius) - 1.0) < 0.01;
    }

    ImportPoint point(std::size_t i) const {
        const SwcSample& s = samples_[i];
        return {s.x, s.y, s.z, 2.0 * s.radius};
    }

    std::size_t rootEnd() const { return threePointBall_ ? 1 : spans_.front().end; }

    ImportSection root() const {
        ImportSection section;
        section.type = samples_[0].type;
        section.line = samples_[rootEnd() - 1].line;
        for (std::size_t i = 0; i < rootEnd(); ++i) {
            section.points.push_back(point(i));
        }
        return section;
    }

    ImportSection branch(const std::vector<ImportSection>& sections, const Span& span) const {
        const std::size_t first = span.first;
        const std::size_t from = parentOf(first);
        const bool several = span.end - first > 1;
        ImportSection section;
        section.type = samples_[first].type;
        section.line = samples_[span.end - 1].line;
        section.parent = sectionOf_[from];
        const ImportSection& parent = sections[static_cast<std::size_t>(section.parent)];
        const bool parentIsSoma = parent.type == somaType;
        const bool neuriteOnSoma = parentIsSoma && section.type != somaType;
        const bool somaGoesOn = somaChildren_[from] > 1;

        if (section.parent == 0 && neuriteOnSoma && parent.points.size() == 1) {
            section.parentX = 0.5;
            section.wire = several;
        } else if (section.parent == 0 && from == 0) {
            section.parentX = 0.0;
            section.wire = section.type != somaType && somaGoesOn;
        } else if (parentIsSoma) {
            const bool inside = !isEnd_[from];
            if (inside) {
                section.parentX = 0.5;
                section.wire = neuriteOnSoma && several;
            } else {
                section.wire = several && somaGoesOn && section.type != somaType;
            }
        }
        section.points.push_back(point(from));
        for (std::size_t i = first; i < span.end; ++i) {
            section.points.push_back(point(i));
        }
        if (neuriteOnSoma) {
            // Else a thin neurite would begin with the soma's thickness.
            section.points[0].diameter = section.points[1].diameter;
        }
        if (attachToStart_[first]) {
            section.parentX = 0.0;
        }
        return section;
    }

    std::vector<SwcSample> samples_;
    std::vector<int> parent_;
    std::vector<bool> isEnd_;
    std::vector<bool> attachToStart_;
    std::vector<int> somaChildren_;
    std::vector<int> sectionOf_;
    std::vector<Span> spans_;
    bool threePointBall_ = false;
};

/// The samples so that every branch is followed to its end before the next begins.
std::vector<SwcSample> branchByBranch(const std::vector<SwcSample>& samples) {
    std::vector<std::vector<int>> children(samples.size());
    for (std::size_t i = 1; i < samples.size(); ++i) {
        children[static_cast<std::size_t>(samples[i].parent)].push_back(static_cast<int>(i));
    }
    std::vector<SwcSample> ordered;
    ordered.reserve(samples.size());
    std::vector<int> newIndex(samples.size(), -1);
    std::vector<int> open{0};
    while (!open.empty()) {
        const auto i = static_cast<std::size_t>(open.back());
        open.pop_back();
        newIndex[i] = static_cast<int>(ordered.size());
        SwcSample sample = samples[i];
        sample.parent = sample.parent < 0 ? -1 : newIndex[static_cast<std::size_t>(sample.parent)];
        ordered.push_back(sample);
        open.insert(open.end(), children[i].rbegin(), children[i].rend());
    }
    return ordered;
}

std::string describeSoma(const std::vector<ImportSection>& sections, bool threePointBall) {
    std::size_t somata = 0;
    for (const ImportSection& section : sections) {
        somata += section.type == somaType ? 1 : 0;
    }
    const ImportSection& root = sections.front();
    if (somata == 0) {
        return "There is no soma; the first segment of the first branch stands for it.";
    }
    if (somata > 1 || root.type != somaType) {
        return "The soma is " + counted(somata, "section", "sections") + " as drawn.";
    }
    const std::string ball = "a cylinder of " + micrometres(root.points.front().diameter) + ".";
    if (threePointBall) {
        return "The soma is three points by NeuroMorpho's convention: " + ball;
    }
    if (root.points.size() == 1) {
        return "The soma is a single point, taken for a ball: " + ball;
    }
    return "The soma is a chain of " + std::to_string(root.points.size()) + " points, taken as drawn.";
}

} // namespace

Result<MorphologyImport> parseSwc(std::string_view text, std::string_view fileName) {
    MorphologyImport import;
    Result<std::vector<SwcSample>> samples = readSwcSamples(text, fileName, import.notices);
    if (!samples) {
        return tl::unexpected(samples.error());
    }
    SectionBuilder builder(*samples);
    if (!builder.runsAreConnected()) {
        builder = SectionBuilder(branchByBranch(*samples));
        import.notices.push_back({Notice::Level::information,
                                  "The samples are mixed between branches; they were put in order, branch by "
                                  "branch.",
                                  0});
    }
    std::vector<ImportSection> sections = builder.sections();
    import.somaNote = describeSoma(sections, builder.isBall());
    import.morphology = finishImport(std::move(sections), import.notices);
    return import;
}

} // namespace phiscope
